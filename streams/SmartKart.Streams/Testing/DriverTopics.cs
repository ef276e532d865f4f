using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Testing;

/// <summary>The driver's topics, each of one partition: what is written to one goes to the task that reads it, and is kept to be looked at.</summary>
internal sealed class DriverTopics : IRecordCollector
{
    private readonly Dictionary<string, DriverTopic> _topics = new(StringComparer.Ordinal);

    /// <summary>The topics that some source reads.</summary>
    public IEnumerable<string> ReadTopics => _topics.Values.Where(topic => topic.IsRead).Select(topic => topic.Topic);

    public bool IsRead(string topic) => _topics.TryGetValue(topic, out var known) && known.IsRead;

    public ITopicWriter WriterOf(string topic) => Topic(topic);

    public IChangelogWriter ChangelogOf(string topic, int partition) => new DriverChangelog(Topic(topic));

    /// <summary>What went to a topic and was not read yet.</summary>
    public RecordBuffer Captured(string topic) => Topic(topic).Capture();

    /// <summary>A task reads its sources' topics.</summary>
    public void ReadBy(StreamTask task)
    {
        foreach (var queue in task.Partitions.Queues) Topic(queue.Partition.Topic).Reader = queue.Buffer;
    }

    private DriverTopic Topic(string topic) => _topics.TryGetValue(topic, out var known) ? known : _topics[topic] = new DriverTopic(topic);
}

/// <summary>One topic of the driver. Hot path: per record.</summary>
internal sealed class DriverTopic(string topic) : ITopicWriter
{
    private readonly RecordBuffer _captured = new();
    private bool _isLookedAt;
    private bool _isChangelog;
    private long _nextOffset;

    public string Topic => topic;

    public int Partitions => 1;

    /// <summary>The queue of the task that reads it.</summary>
    public RecordBuffer? Reader { get; set; }

    public bool IsRead => Reader is not null;

    public long NextOffset => _nextOffset;

    public void Send(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int partition, long timestampMs, Headers? headers)
    {
        Reader?.Add(_nextOffset, timestampMs, key, !IsNull(key), value, !IsNull(value), headers);
        // An output is kept for whoever asks later. An input or a changelog that nobody looks at would only fill memory.
        if (_isLookedAt || (Reader is null && !_isChangelog)) _captured.Add(_nextOffset, timestampMs, key, !IsNull(key), value, !IsNull(value), headers);
        _nextOffset++;
    }

    public RecordBuffer Capture()
    {
        _isLookedAt = true;
        return _captured;
    }

    public void IsAChangelog() => _isChangelog = true;

    private static bool IsNull(ReadOnlySpan<byte> bytes) => System.Runtime.CompilerServices.Unsafe.IsNullRef(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(bytes));
}

/// <summary>The changelog of one store.</summary>
internal sealed class DriverChangelog : IChangelogWriter
{
    private readonly DriverTopic _topic;

    public DriverChangelog(DriverTopic topic)
    {
        _topic = topic;
        topic.IsAChangelog();
    }

    public long? NextOffset => _topic.NextOffset;

    public void Append(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => _topic.Send(key, value, partition: 0, timestampMs: 0, headers: null);

    public void AppendTombstone(ReadOnlySpan<byte> key) => _topic.Send(key, default, partition: 0, timestampMs: 0, headers: null);
}
