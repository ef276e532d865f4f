using SmartKart.Kafka;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Restoration;

/// <summary>One store on its way along its changelog: where it is, and where it is to get to. Owned by the state updater.</summary>
/// <param name="task">Whose store.</param>
/// <param name="store">The store.</param>
/// <param name="partition">Its changelog.</param>
internal sealed class StoreChangelog(StoreRestoration task, ITaskStore store, TopicPartition partition)
{
    private readonly StoreRestorer _restorer = new(store.Committed);

    public StoreRestoration Task => task;

    public TopicPartition Partition => partition;

    /// <summary>The offset that the store says it has come to; null where it knows nothing.</summary>
    public long? KnownOffset => store.Committed.ChangelogOffset;

    /// <summary>The next offset to read.</summary>
    public long Next { get; private set; }

    /// <summary>
    /// Where the changelog ended when the task asked: the state is whole once all before it was read. It is the end of all records, of open
    /// transactions too: what the task's last owner committed a moment ago may lie behind one whose marker is still on its way.
    /// </summary>
    public long End { get; private set; } = long.MaxValue;

    public long RemainingRecords => End == long.MaxValue ? 0 : Math.Max(0, End - Next);

    public bool IsRestored => Next >= End;

    public void Begin(long next, long end) => (Next, End) = (next, end);

    /// <summary>Takes a record of the changelog. Hot path: per record.</summary>
    public void Add(in ConsumedRecord record)
    {
        _restorer.Add(record.Key, record.Value, record.IsTombstone, record.Offset);
        Next = record.Offset + 1;
    }

    /// <summary>All before an offset was seen: behind the last record there may be markers of transactions.</summary>
    public void EndReached(long offset)
    {
        if (offset <= Next) return;
        Next = offset;
        _restorer.Reach(offset);
    }

    /// <exception cref="StateStoreException">The changelog holds what no store of this kind could have written, or the store failed.</exception>
    public void Apply()
    {
        try
        {
            _restorer.Apply();
        }
        catch (Exception fault) when (fault is not StreamsException)
        {
            throw new StateStoreException(store.Name, $"{task.Id}",
                $"its changelog {partition} can't be read into it ({fault.Message}). " +
                $"If the store was of another kind, give it another name, or the application another id, and process its sources anew.", fault);
        }
    }
}
