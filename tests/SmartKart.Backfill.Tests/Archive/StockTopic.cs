using System.Text;
using SmartKart.Backfill.Archive;
using SmartKart.Backfill.Tests.Replay;
using SmartKart.FeatureStore.Events.Archive;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Schemas.Registry;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Backfill.Tests.Archive;

/// <summary>
/// A topic of stock movements on a broker of the test's own, and the history that it is archived into. Movements are told apart by their quantity.
/// </summary>
internal sealed class StockTopic : IAsyncDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-archive-");
    private SchemaId _schema;

    private StockTopic(ReplayCluster cluster) => Cluster = cluster;

    public static Topic Topic => TopicCatalog.Shipped[Topics.InventoryUpdated];

    public ReplayCluster Cluster { get; }

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
        DuckDb.Required();
        var topic = new StockTopic(await ReplayCluster.StartAsync());
        await topic.CreateAsync();
        var schema = EventSchemas.Shipped.Of(Topic);
        topic._schema = await topic.Cluster.Registry.RegisterAsync(
            SubjectNames.Of(SubjectNameStrategy.TopicName, Topic.Name, MessagePart.Value, schema), SchemaText.Of(schema), Stop);
        return topic;
    }

    /// <summary>Makes the topic, of two partitions.</summary>
    public async Task CreateAsync()
    {
        var settings = new Dictionary<string, string> { ["retention.ms"] = "-1" };       // the movements are of long ago
        (await Cluster.Admin.Topics.CreateAsync([new NewTopic(Topic.Name, Partitions: 2, Settings: settings)], cancellation: Stop)).ThrowIfAnyFailed();
    }

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

    public Task<ArchivedTopic> ArchiveAsync(CancellationToken? stop = null) =>
        new TopicArchive(Cluster.Kafka, Cluster.Admin, Cluster.Registry, TimeProvider.System).RunAsync(Topic, Root, progress: null, stop ?? Stop);

    /// <summary>The quantities of all movements in the history, in order.</summary>
    public IReadOnlyList<int> Archived()
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand("SELECT quantity_delta FROM read_parquet($files) ORDER BY 1");
        command.Parameters.AddWithValue("files", HistoryFiles.All(Root, Topic.Name));
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
