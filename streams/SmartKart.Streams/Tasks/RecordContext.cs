using SmartKart.Kafka;

namespace SmartKart.Streams.Tasks;

/// <summary>The record that a task is processing, as it came. One per task, set again for each record.</summary>
internal sealed class RecordContext
{
    private TopicPartition _partition;
    private RecordBuffer.Entry _entry;
    private bool _isSet;

    /// <summary>Where it came from; null between records.</summary>
    public RecordMetadata? Metadata => _isSet ? new RecordMetadata(_partition.Topic, _partition.Partition, _entry.Offset) : null;

    /// <summary>A record is being processed.</summary>
    public void Set(TopicPartition partition, in RecordBuffer.Entry entry)
    {
        _partition = partition;
        _entry = entry;
        _isSet = true;
    }

    /// <summary>No record is being processed.</summary>
    public void Leave() => _isSet = false;

    /// <summary>The record as an error tells of it: a copy.</summary>
    public FailedRecord ToFailed(TaskId task, string node) => _isSet
        ? new FailedRecord(
            _partition.Topic, _partition.Partition, _entry.Offset, _entry.TimestampMs, task, node,
            _entry.HasKey ? _entry.Key.ToArray() : null, _entry.HasValue ? _entry.Value.ToArray() : null, _entry.Headers ?? Headers.Empty)
        : new FailedRecord("", -1, -1, -1, task, node, null, null, Headers.Empty);
}
