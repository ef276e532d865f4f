using SmartKart.Kafka;
using SmartKart.Streams.Producing;

namespace SmartKart.Streams.Threads;

/// <summary>
/// Commits what the tasks of one thread did, together: their changelogs, their output and the offsets they came to. Under exactly once
/// that is one transaction; else the output is acknowledged first, and the offsets follow. Owned by the thread.
/// </summary>
internal sealed class TaskCommitter(BatchConsumer consumer, StreamsProducer producer, RecordCollector collector, UndeliveredRecords undelivered)
{
    private readonly List<ActiveTask> _dirty = [];
    private readonly List<OffsetAndMetadata> _offsets = [];

    /// <summary>Commits. A failure leaves all as it was: the same can be committed again, or rolled back.</summary>
    /// <returns>How many tasks had something to commit.</returns>
    /// <exception cref="KafkaException">It failed; it says what may be done.</exception>
    public int Commit(IEnumerable<ActiveTask> tasks)
    {
        _dirty.Clear();
        _offsets.Clear();
        foreach (var task in tasks)
            if (task.IsRunning && task.Task.NeedsCommit) _dirty.Add(task);
        if (_dirty.Count == 0) return 0;

        foreach (var task in _dirty) _offsets.AddRange(task.Task.OffsetsToCommit());
        if (producer.IsTransactional) producer.BeginSendOffsets(_offsets, consumer);
        foreach (var task in _dirty) task.Task.PrepareCommit();
        collector.SendAll();
        if (producer.IsTransactional) producer.CommitTransaction();
        else CommitOffsets();

        foreach (var task in _dirty)
        {
            task.Task.PostCommit();
            foreach (var input in task.Inputs) MarkCommitted(input);
        }
        return _dirty.Count;
    }

    private void MarkCommitted(InputPartition input)
    {
        foreach (var (place, _) in _offsets)
            if (place.Partition == input.Partition.Partition && place.Topic == input.Partition.Topic) input.CommittedUpTo(place.Offset);
    }

    private void CommitOffsets()
    {
        while (!IsFlushed()) collector.SendAll(); // what became a dead letter
        if (_offsets.Count > 0) consumer.Commit(_offsets);
    }

    private bool IsFlushed()
    {
        try
        {
            producer.Flush();
            return true;
        }
        catch (KafkaDeliveryException lost)
        {
            undelivered.Judge(lost);
            return false;
        }
    }
}
