using System.Text;
using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Schemas.Registry;
using SmartKart.Topologies.Archive;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Topologies.Tests.Archive;

/// <summary>
/// A topic of stock movements on a broker of the test's own, and the history that it is archived into. Movements are told apart by their quantity.
/// </summary>
internal sealed class StockTopic : IAsyncDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-archive-");
    private SchemaId _schema;

    private StockTopic(ArchiveCluster cluster) => Cluster = cluster;

    public static Topic Topic => TopicCatalog.Shipped[Topics.InventoryUpdated];

    public ArchiveCluster Cluster { get; }

    /// <summary>The history's root.</summary>
    public string Root => _folder.FullName;

    /// <summary>The topic's folder in the history.</summary>
    public string Folder => HistoryFiles.Folder(Root, Topic.Name);

    /// <summary>The Parquet files that are there, by their path below the folder.</summary>
    public string[] Files => !Directory.Exists(Folder) ? [] :
    [
        .. Directory.EnumerateFiles(Folder, "*.parquet", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<StockTopic> StartAsync()
    {
        var topic = new StockTopic(await ArchiveCluster.StartAsync());
        await topic.CreateAsync();
        var schema = EventSchemas.Shipped.Of(Topic);
        topic._schema = await topic.Cluster.Registry.RegisterAsync(
            SubjectNames.Of(SubjectNameStrategy.TopicName, Topic.Name, MessagePart.Value, schema), SchemaText.Of(schema), Stop);
        return topic;
    }

    /// <summary>Makes the topic, of two partitions.</summary>
    public async Task CreateAsync() =>
        (await Cluster.Admin.Topics.CreateAsync([new NewTopic(Topic.Name, Partitions: 2, Settings: Topic.Settings)], cancellation: Stop)).ThrowIfAnyFailed();

    public async Task DeleteAsync() => (await Cluster.Admin.Topics.DeleteAsync([Topic.Name], Stop)).ThrowIfAnyFailed();

    /// <summary>Movements of one partition, of so many units each, an hour apart from Monday on.</summary>
    public void Produce(int partition, params int[] quantities) => Produce(partition, [.. quantities.Select(quantity => Frame(quantity))]);

    /// <summary>Records as they are; null is a tombstone.</summary>
    public void Produce(int partition, params byte[]?[] values)
    {
        using var producer = BatchProducer.Open(Cluster.Kafka);
        Send(producer, partition, values);
        producer.Flush(Stop);
    }

    /// <summary>Sends movements within a transaction that the test ends.</summary>
    public void Send(BatchProducer producer, int partition, params int[] quantities) =>
        Send(producer, partition, [.. quantities.Select(quantity => Frame(quantity))]);

    /// <summary>Archives it, as a process of its own would.</summary>
    public async Task<ArchivedTopic> ArchiveAsync(CancellationToken? stop = null, ArchiveOptions? options = null) =>
        await (await Cluster.NewArchiveAsync(options)).RunAsync(Topic, Root, progress: null, stop ?? Stop);

    /// <summary>The quantities of all movements in the history, in order.</summary>
    public List<int> Archived() => Archived("ORDER BY 1");

    /// <summary>The same, as they lie there.</summary>
    public IReadOnlyList<int> ArchivedInFileOrder() => Archived("");

    /// <summary>The same, where there need not be any.</summary>
    public IReadOnlyList<int> ArchivedOrNone() => HistoryListing.Of(Root, Topic.Name).Count == 0 ? [] : Archived();

    private List<int> Archived(string order)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand($"SELECT quantity_delta FROM {ParquetFiles.Scan(HistoryListing.Of(Root, Topic.Name))} {order}");
        using var reader = command.ExecuteReader();
        var quantities = new List<int>();
        while (reader.Read()) quantities.Add(reader.GetInt32(0));
        return quantities;
    }

    /// <summary>A movement in Confluent's wire format.</summary>
    public byte[] Frame(int quantity) => Frame(new InventoryUpdated
    {
        EventId = new Guid(quantity, 0, 0, new byte[8]),
        OccurredAt = Monday.AddHours(quantity),
        ProductId = "tea",
        WarehouseId = "main",
        Reason = StockChangeReason.Restocked,
        QuantityDelta = quantity,
    });

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private byte[] Frame<TEvent>(TEvent value) where TEvent : class, IAvroRecord<TEvent>
    {
        var frame = new byte[ConfluentFrame.HeaderBytes + TEvent.MaxBytes(value)];
        ConfluentFrame.WriteHeader(_schema, frame);
        var bytes = TEvent.Encode(value, frame.AsSpan(ConfluentFrame.HeaderBytes));
        return frame[..(ConfluentFrame.HeaderBytes + bytes)];
    }

    private static void Send(BatchProducer producer, int partition, byte[]?[] values)
    {
        var batch = new ProducerBatch(Topic.Name);
        foreach (var value in values)
        {
            if (value is null) batch.Add(Encoding.UTF8.GetBytes("tea"), default, partition);
            else batch.Add(Encoding.UTF8.GetBytes("tea"), value, partition);
        }
        producer.Send(batch, Stop);
    }
}
