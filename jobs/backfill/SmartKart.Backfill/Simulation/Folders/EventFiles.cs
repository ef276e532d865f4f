using SmartKart.Backfill.Histories;
using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Backfill.Simulation.Folders;

/// <summary>
/// Writes events as the archive has them, <c>events/&lt;topic&gt;/date=2026-01-05/simulated-00001.parquet</c>: a file for each so many events of a topic, so
/// that no more than those are in memory. Hot path: per event.
/// </summary>
internal sealed class EventFiles(string root) : IEventSink, IDisposable
{
    // With the engine's own overhead some 150 MB for clickstream, which is the largest by far.
    private const int EventsOfFile = 262_144;

    private readonly DuckDbConnection _connection = Open();
    private readonly SortedDictionary<string, TopicFile> _topics = new(StringComparer.Ordinal);
    private byte[] _avro = new byte[4096];

    /// <summary>Events written, by topic.</summary>
    internal IReadOnlyDictionary<string, long> Events => _topics.ToDictionary(topic => topic.Key, topic => topic.Value.Events);

    /// <summary>Files written so far.</summary>
    internal int Files { get; private set; }

    /// <inheritdoc/>
    public void Take<TEvent>(HistoryEvent<TEvent> historyEvent) where TEvent : class, IAvroRecord<TEvent>
    {
        if (!_topics.TryGetValue(historyEvent.Topic, out var topic))
            _topics[historyEvent.Topic] = topic = new TopicFile(TopicCatalog.Shipped[historyEvent.Topic]);
        var bound = TEvent.MaxBytes(historyEvent.Value);
        if (bound > _avro.Length) _avro = new byte[Math.Max(bound, 2 * _avro.Length)];
        var length = TEvent.Encode(historyEvent.Value, _avro);
        topic.Writer ??= new HistoryWriter(_connection, root, topic.Topic);
        topic.Writer.Append(_avro.AsSpan(0, length), TEvent.Schema);
        topic.Events++;
        if (topic.Writer.EventCount == EventsOfFile) Complete(topic);
    }

    /// <summary>Writes what is left.</summary>
    internal void Finish()
    {
        foreach (var topic in _topics.Values) Complete(topic);
    }

    /// <summary>Lets go of what was not written.</summary>
    public void Dispose()
    {
        foreach (var topic in _topics.Values) topic.Writer?.Dispose();
        _connection.Dispose();
    }

    private void Complete(TopicFile topic)
    {
        if (topic.Writer is not { } writer) return;
        topic.Files++;
        Files += writer.Complete($"simulated-{topic.Files:00000}").Count;
        writer.Dispose();
        topic.Writer = null;
    }

    private static DuckDbConnection Open()
    {
        var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }

    private sealed class TopicFile(Topic topic)
    {
        internal Topic Topic => topic;
        internal HistoryWriter? Writer { get; set; }
        internal long Events { get; set; }
        internal int Files { get; set; }
    }
}
