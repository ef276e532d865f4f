using SmartKart.Streams.State;

namespace SmartKart.Streams.Tasks;

/// <summary>Where a task's records go: to a producer, or to the test driver. Owned by the task's thread.</summary>
internal interface IRecordCollector
{
    /// <summary>The way to a topic. Ask once and keep it where the topic is always the same.</summary>
    ITopicWriter WriterOf(string topic);

    /// <summary>The way to one partition of a store's changelog.</summary>
    IChangelogWriter ChangelogOf(string topic, int partition);
}

/// <summary>The way to one partition of a changelog.</summary>
internal interface IChangelogWriter : IChangelog
{
    /// <summary>The offset after the last record of ours that the broker acknowledged; null before the first. Right after a flush it covers all that was appended.</summary>
    long? NextOffset { get; }
}

/// <summary>The way to one topic. Hot path: per record.</summary>
internal interface ITopicWriter
{
    /// <summary>The topic.</summary>
    string Topic { get; }

    /// <summary>How many partitions it has.</summary>
    int Partitions { get; }

    /// <summary>Takes one record; the spans are copied.</summary>
    /// <param name="key">Its key; <c>default</c> for none.</param>
    /// <param name="value">Its value; <c>default</c> for a tombstone.</param>
    /// <param name="partition">Its partition; -1 to go by the key's hash, as Kafka's Java clients do.</param>
    /// <param name="timestampMs">When it happened: ms since 1970, UTC.</param>
    /// <param name="headers">Its headers; null for none.</param>
    void Send(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int partition, long timestampMs, Headers? headers);
}
