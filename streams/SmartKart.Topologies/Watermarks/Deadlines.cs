using System.Buffers;
using SmartKart.Streams;
using SmartKart.Streams.State;
using SmartKart.Topologies.Keys;

namespace SmartKart.Topologies.Watermarks;

/// <summary>Something that is to be looked at once time has passed an instant.</summary>
/// <param name="DueMicros">The instant: microseconds since 1970, UTC.</param>
/// <param name="Owner">Whose it is, such as a user.</param>
/// <param name="Id">What it is, such as a cart.</param>
internal readonly record struct Deadline(long DueMicros, string Owner, string Id);

/// <summary>The deadlines of a task, in a store, by their time. Hot path: per record.</summary>
/// <param name="store">The store, made by <see cref="Store"/>; a value is what the deadline is about, in microseconds since 1970.</param>
internal sealed class Deadlines(IKeyValueStore<Deadline, long> store)
{
    private const long MicrosPerMs = 1000;
    private static readonly Deadline Last = new(long.MaxValue, "", "");

    private readonly List<KeyValuePair<Deadline, long>> _due = [];
    private long _takenMicros = long.MinValue; // what lies before was taken: the walk need not pass over it again
    private long _nextMicros = long.MinValue;  // none lies before; the first look finds out

    /// <summary>The store that keeps them.</summary>
    public static IStoreBuilder Store(string name) => Stores.KeyValueStoreBuilder(Stores.PersistentKeyValueStore(name), new DeadlineSerde(), Serdes.Int64());

    /// <summary>Adds one; an equal one takes the new value.</summary>
    public void Add(in Deadline deadline, long aboutMicros)
    {
        store.Put(deadline, aboutMicros);
        _nextMicros = Math.Min(_nextMicros, deadline.DueMicros);
        _takenMicros = Math.Min(_takenMicros, deadline.DueMicros);
    }

    /// <summary>Takes one away that need not be looked at any more.</summary>
    public void Remove(in Deadline deadline) => store.Delete(deadline);

    /// <summary>Takes those that the watermark has passed out of the store, earliest first. The list is good until the next call.</summary>
    /// <param name="watermarkMs">Events earlier than this have all come.</param>
    public IReadOnlyList<KeyValuePair<Deadline, long>> TakeBefore(long watermarkMs)
    {
        _due.Clear();
        var until = watermarkMs * MicrosPerMs;
        if (_nextMicros >= until) return _due;
        _nextMicros = long.MaxValue;
        foreach (var entry in store.Range(new Deadline(_takenMicros, "", ""), Last))
        {
            if (entry.Key.DueMicros >= until)
            {
                _nextMicros = entry.Key.DueMicros;
                break;
            }
            _due.Add(entry);
        }
        foreach (var entry in _due) store.Delete(entry.Key);
        _takenMicros = until;
        return _due;
    }
}

/// <summary>The time first, so that bytes sort by it.</summary>
internal sealed class DeadlineSerde : ISerde<Deadline>
{
    public void Serialize(Deadline value, IBufferWriter<byte> output)
    {
        KeyParts.Write(output, value.DueMicros);
        KeyParts.Write(output, value.Owner);
        KeyParts.Write(output, value.Id);
    }

    public Deadline Deserialize(ReadOnlySpan<byte> bytes) => new(KeyParts.ReadNumber(ref bytes), KeyParts.ReadText(ref bytes), KeyParts.ReadText(ref bytes));
}
