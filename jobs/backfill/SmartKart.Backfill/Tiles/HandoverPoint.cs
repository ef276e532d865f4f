using System.Globalization;
using System.Text;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.Kafka;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Backfill.Tiles;

/// <summary>
/// Where a stream goes on after history: of each partition the first offset at which an event of the instant or later stands. All before it are earlier
/// events, which are history's; all from there on, late ones too, are the stream's. So none is left out, and none counts twice.
/// </summary>
public sealed class HandoverPoint
{
    // History that was written before its files said so has no such columns.
    private const string NoOffsets = "SELECT NULL::INTEGER AS kafka_partition, NULL::BIGINT AS kafka_offset WHERE false";

    private readonly HistorySource _history;
    private readonly IReadOnlyList<FeatureView> _views;
    private readonly Dictionary<string, IReadOnlyDictionary<int, long>> _ends;

    private HandoverPoint(HistorySource history, IReadOnlyList<FeatureView> views, long until, Dictionary<string, IReadOnlyDictionary<int, long>> ends) =>
        (_history, _views, Until, _ends) = (history, views, until, ends);

    /// <summary>All events of history are earlier: microseconds since 1970.</summary>
    public long Until { get; }

    /// <summary>From where on the stream reads. Partitions that history has nothing of are left out: they are read from their begin.</summary>
    public IReadOnlyList<TopicPartitionOffset> Starts =>
        [.. _ends.SelectMany(topic => topic.Value.Select(end => new TopicPartition(topic.Key, end.Key).At(end.Value)))];

    /// <summary>Finds it.</summary>
    /// <param name="history">The events.</param>
    /// <param name="views">What is to be handed over; each has a source.</param>
    /// <param name="until">The instant, in microseconds since 1970; null for right after the newest event.</param>
    /// <exception cref="HandoverException">History doesn't say where its events stood, or they stood where no tiles of theirs can be put.</exception>
    /// <exception cref="HistoryException">There is no history of a topic.</exception>
    /// <exception cref="WarehouseException">It can't be read.</exception>
    public static HandoverPoint Find(HistorySource history, IReadOnlyList<FeatureView> views, long? until)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        var sources = views.Select(view => view.Source!).GroupBy(source => source.Topic.Name).ToList();      // each has one
        var instant = until ?? sources.Max(topic => Newest(connection, history, topic)) + 1;
        var ends = new Dictionary<string, IReadOnlyDictionary<int, long>>();
        foreach (var topic in sources) ends[topic.Key] = EndsOf(connection, history, topic, instant);
        return new HandoverPoint(history, views, instant, ends);
    }

    /// <summary>The history up to there.</summary>
    public HistorySource History => _history with { Ends = _ends };

    /// <summary>Refuses a cluster that doesn't go on where history ends.</summary>
    /// <exception cref="HandoverException">Offsets lie in neither, the topics are others, or events lie in other partitions than their tiles would.</exception>
    /// <exception cref="KafkaException">The cluster doesn't answer.</exception>
    public async Task CheckAsync(KafkaAdmin admin, CancellationToken cancel = default)
    {
        foreach (var (topic, ends) in _ends)
        {
            var described = (await admin.Topics.DescribeAsync([topic], cancel))[0];
            if (described.Error is { } missing) throw HandoverException.NoTopic(topic, missing);
            TopicPartition[] partitions = [.. ends.Keys.Select(partition => new TopicPartition(topic, partition))];
            var begins = await admin.Offsets.ListAsync(partitions, OffsetSpec.Earliest, cancellation: cancel);
            var latest = await admin.Offsets.ListAsync(partitions, OffsetSpec.Latest, cancellation: cancel);
            begins.ThrowIfAnyFailed();
            latest.ThrowIfAnyFailed();
            foreach (var begin in begins)
                if (begin.Offset > ends[begin.Partition.Partition]) throw HandoverException.Gap(begin.Partition, ends[begin.Partition.Partition], begin.Offset);
            foreach (var end in latest)
                if (end.Offset < ends[end.Partition.Partition]) throw HandoverException.Recreated(end.Partition, ends[end.Partition.Partition], end.Offset);
            if (_views.Any(view => view.Source!.Topic.Name == topic && IsInPlace(view.Source))) CheckKeys(topic, described.Value.Partitions.Count);
        }
    }

    // The stream keeps such a view's tiles where the events are, and a key's tiles are put where its hash says.
    private void CheckKeys(string topic, int partitions)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        var source = _views.First(view => view.Source!.Topic.Name == topic).Source!.Topic;
        foreach (var row in Rows(connection, $"SELECT DISTINCT {SqlText.Identifier(source.Key)}, kafka_partition FROM {_history.RelationOf(connection, source)}"))
        {
            if (row is not [string text, int partition]) continue;      // it has no entity
            var expected = Murmur2.PartitionOf(Encoding.UTF8.GetBytes(text), partitions);
            if (partition != expected) throw HandoverException.Unplaced(topic, text, partition, expected);
        }
    }

    private static bool IsInPlace(EventSource source) => source.Keys.Count == 1 && source.Keys[0].Name == source.Topic.Key;

    private static long Newest(DuckDbConnection connection, HistorySource history, IGrouping<string, EventSource> topic) =>
        Rows(connection, $"SELECT max(greatest({TimesOf(topic)})) FROM {history.RelationOf(connection, topic.First().Topic)}").Single() is [long newest] ? newest : 0;

    private static Dictionary<int, long> EndsOf(DuckDbConnection connection, HistorySource history, IGrouping<string, EventSource> topic, long until)
    {
        var ends = new Dictionary<int, long>();
        var sql = string.Create(CultureInfo.InvariantCulture, $"""
            SELECT kafka_partition, count(*), coalesce(min(kafka_offset) FILTER (WHERE greatest({TimesOf(topic)}) >= {until}), max(kafka_offset) + 1)
            FROM (SELECT * FROM {history.RelationOf(connection, topic.First().Topic)} UNION ALL BY NAME {NoOffsets}) GROUP BY kafka_partition
            """);
        foreach (var row in Rows(connection, sql))
        {
            if (row is not [int partition, _, long end]) throw HandoverException.NoOffsets(topic.Key, history.FolderOf(topic.Key), (long)row[1]);
            ends[partition] = end;
        }
        return ends;
    }

    // Views of one topic may go by times of their own; greatest passes over NULL.
    private static string TimesOf(IEnumerable<EventSource> sources) => string.Join(", ", sources.Select(source => source.Timestamp.Name).Distinct().Select(name =>
        $"epoch_us({string.Join('.', name.Split('.').Select(SqlText.Identifier))})"));

    private static IEnumerable<object[]> Rows(DuckDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand(sql);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            yield return row;
        }
    }
}
