using SmartKart.Broker.Storage;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Topics;

/// <summary>One partition: its log, and what its producers have open in it.</summary>
internal sealed class Partition(TopicPartition id, PartitionLog log, ProducerStates producers)
{
    /// <summary>The one epoch that a leader ever has here: with one broker, leadership never changes.</summary>
    public const int LeaderEpoch = 0;

    public TopicPartition Id => id;

    public PartitionLog Log => log;

    public ProducerStates Producers => producers;

    /// <summary>Nothing at or behind it belongs to an open transaction's future: what a reader of committed records may see ends here.</summary>
    public long LastStableOffset
    {
        get
        {
            // In this order: a transaction that begins in between lies behind the watermark that was read.
            var watermark = log.HighWatermark;
            return producers.FirstUnstableOffset is { } first ? Math.Min(first, watermark) : watermark;
        }
    }
}
