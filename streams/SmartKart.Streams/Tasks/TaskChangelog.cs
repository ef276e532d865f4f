using SmartKart.Kafka;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Tasks;

/// <summary>A store of one task and the partition of its changelog.</summary>
/// <param name="store">The store.</param>
/// <param name="partition">Where its writes go; null: the store has no changelog.</param>
internal sealed class TaskChangelog(ITaskStore store, TopicPartition? partition)
{
    private IChangelogWriter? _writer;

    public ITaskStore Store => store;

    public TopicPartition? Partition => partition;

    public void Connect(IRecordCollector collector)
    {
        if (partition is { } each) _writer = collector.ChangelogOf(each.Topic, each.Partition);
    }

    /// <summary>Sends what was written since the last commit.</summary>
    public void Write()
    {
        if (_writer is not null) store.WriteChangelog(_writer);
    }

    /// <summary>What was sent is committed: the store now stands where its changelog does.</summary>
    public void Commit() => store.Commit(_writer?.NextOffset);
}
