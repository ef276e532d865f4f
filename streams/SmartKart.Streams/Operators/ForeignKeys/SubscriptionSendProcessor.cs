using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Operators.ForeignKeys;

/// <summary>
/// On the left table's side: for each change of a row, ends the subscription of the foreign key that it named, and begins that of the one
/// it names now. Whether the old one found anything is not known here: an answer may be asked that repeats a deletion. Hot path: per record.
/// </summary>
/// <param name="foreignKey">The key that a value names; null: none.</param>
/// <param name="keys">Writes foreign keys: they are equal if their bytes are.</param>
/// <param name="values">Writes the left table's values, to be hashed.</param>
/// <param name="isLeft">Whether a row that finds none comes alone.</param>
internal sealed class SubscriptionSendProcessor<K, V, KO>(Func<V, KO?> foreignKey, ISerde<KO> keys, ISerde<V> values, bool isLeft)
    : ForwardingProcessor<K, Change<V>, KO, Subscription<K>>
{
    private readonly RowHash<V> _hash = new(values);
    private readonly ByteBuffer _oldBytes = new();
    private readonly ByteBuffer _newBytes = new();

    public override void Process(in Record<K, Change<V>> record)
    {
        var (row, old) = (record.Value.New, record.Value.Old);
        if (!row.HasValue && !old.HasValue) return;
        var oldKey = KeyOf(old);
        var newKey = KeyOf(row);
        if (isLeft) SendLeft(record, oldKey, newKey);
        else SendInner(record, oldKey, newKey);
    }

    // A row always comes, joined or alone; and a deleted one must be told to the result. So something is asked in any case, if only of no key.
    private void SendLeft(in Record<K, Change<V>> record, Optional<KO> oldKey, Optional<KO> newKey)
    {
        if (oldKey.HasValue && !AreEqual(oldKey, newKey)) Send(record, oldKey, SubscriptionInstruction.DeleteKeyNoPropagate);
        Send(record, newKey, SubscriptionInstruction.PropagateNullIfNoValue);
    }

    private void SendInner(in Record<K, Change<V>> record, Optional<KO> oldKey, Optional<KO> newKey)
    {
        if (!newKey.HasValue)
        {
            if (record.Value.New.HasValue) Drops.RecordSkipped(); // it names no key, and an inner join has no use for it
            if (oldKey.HasValue) Send(record, oldKey, SubscriptionInstruction.DeleteKeyAndPropagate);
        }
        else if (oldKey.HasValue)
        {
            // The old result must go, also where nothing is found now. That it would go by itself where the key is the same does not hold:
            // the right row's deletion may have answered the old row, too late.
            if (!AreEqual(oldKey, newKey)) Send(record, oldKey, SubscriptionInstruction.DeleteKeyNoPropagate);
            Send(record, newKey, SubscriptionInstruction.PropagateNullIfNoValue);
        }
        else
        {
            Send(record, newKey, SubscriptionInstruction.PropagateOnlyIfValue);
        }
    }

    private void Send(in Record<K, Change<V>> record, Optional<KO> key, SubscriptionInstruction instruction) => Context.Forward(record
        .WithKey(key.Value!) // a null key asks of no key
        .WithValue(new Subscription<K>(_hash.Of(record.Value.New), instruction, record.Key, Context.TaskId.Partition)));

    private Optional<KO> KeyOf(Optional<V> row) => row.TryGet(out var value) ? Optional<KO>.Of(foreignKey(value)) : default;

    private bool AreEqual(Optional<KO> one, Optional<KO> other)
    {
        if (!one.TryGet(out var first) || !other.TryGet(out var second)) return one.HasValue == other.HasValue;
        _oldBytes.Clear();
        keys.Serialize(first, _oldBytes);
        _newBytes.Clear();
        keys.Serialize(second, _newBytes);
        return _oldBytes.Written.SequenceEqual(_newBytes.Written);
    }
}
