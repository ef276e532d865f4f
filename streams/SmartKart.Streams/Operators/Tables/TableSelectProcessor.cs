namespace SmartKart.Streams.Operators.Tables;

/// <summary>
/// Sends each change of a row to the group, or groups, that it concerns: out of the group of the old value, into that of the new. Where
/// both are one group, one record does both, so that the group is never seen without the row. Rows that have no group, or nothing to
/// add to it, are passed over. Hot path: per record.
/// </summary>
internal sealed class TableSelectProcessor<K, V, KR, VR>(Func<K, V, KeyValuePair<KR, VR>> selector) : ForwardingProcessor<K, Change<V>, KR, Change<VR>>
{
    public override void Process(in Record<K, Change<V>> record)
    {
        var hasOld = TrySelect(record.Key, record.Value.Old, out var oldGroup, out var old);
        var hasNew = TrySelect(record.Key, record.Value.New, out var newGroup, out var value);
        if (hasOld && hasNew && EqualityComparer<KR>.Default.Equals(oldGroup, newGroup))
        {
            Context.Forward(record.WithKey(newGroup).WithValue(new Change<VR>(value, old)));
            return;
        }
        if (hasOld) Context.Forward(record.WithKey(oldGroup).WithValue(new Change<VR>(default, old)));
        if (hasNew) Context.Forward(record.WithKey(newGroup).WithValue(new Change<VR>(value, default)));
    }

    private bool TrySelect(K key, Optional<V> row, out KR group, out Optional<VR> value)
    {
        (group, value) = (default!, default); // read only where there is one
        if (!row.TryGet(out var present)) return false;
        var selected = selector(key, present);
        (group, value) = (selected.Key, Optional<VR>.Of(selected.Value));
        return group is not null && value.HasValue;
    }
}
