using SmartKart.Backfill.Histories;
using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>Writes a history's events to Parquet, without Kafka between.</summary>
/// <param name="root">Where to.</param>
internal sealed class HistoryFolder(string root) : IEventSink, IDisposable
{
    private readonly Dictionary<string, (DuckDbConnection Connection, HistoryWriter Writer)> _topics = new(StringComparer.Ordinal);
    private byte[] _avro = new byte[4096];

    /// <summary>The time of the last event, in microseconds since 1970.</summary>
    public long Last { get; private set; }

    /// <summary>Writes all of a history.</summary>
    public static long Write(IHistory history, string root, CancellationToken cancel)
    {
        using var folder = new HistoryFolder(root);
        foreach (var next in history.Read(new RowAccount(), cancel)) next.DeliverTo(folder);
        foreach (var (_, writer) in folder._topics.Values) writer.Complete("history", cancel);
        return folder.Last;
    }

    /// <inheritdoc />
    public void Take<TEvent>(HistoryEvent<TEvent> historyEvent) where TEvent : class, IAvroRecord<TEvent>
    {
        if (!_topics.TryGetValue(historyEvent.Topic, out var topic))
        {
            var connection = new DuckDbConnection("Data Source=:memory:");
            connection.Open();
            topic = (connection, new HistoryWriter(connection, root, TopicCatalog.Shipped[historyEvent.Topic]));
            _topics.Add(historyEvent.Topic, topic);
        }
        var bound = TEvent.MaxBytes(historyEvent.Value);
        if (bound > _avro.Length) _avro = new byte[2 * bound];
        topic.Writer.Append(_avro.AsSpan(0, TEvent.Encode(historyEvent.Value, _avro)), TEvent.Schema);
        Last = (historyEvent.OccurredAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (connection, writer) in _topics.Values)
        {
            writer.Dispose();
            connection.Dispose();
        }
    }
}
