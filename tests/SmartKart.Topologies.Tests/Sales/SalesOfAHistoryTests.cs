using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.OnlineRetail;
using SmartKart.Backfill.Replay;
using SmartKart.Backfill.Simulation;
using SmartKart.Broker;
using SmartKart.Broker.Network;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Schemas.Registry;
using SmartKart.Streams;
using SmartKart.Streams.Queries;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Sales;
using SmartKart.Warehouse;

namespace SmartKart.Topologies.Tests.Sales;

/// <summary>The topology over a whole history on a real broker, held to the sums that a loop over the same orders gives.</summary>
public sealed class SalesOfAHistoryTests
{
    private const int Partitions = 3;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_simulated_day_adds_up_exactly_once() => AddsUpAsync(new SimulatedHistory(new SimulationOptions { Users = 100, Merchants = 5, Products = 100 }));

    [Fact]
    public Task A_year_of_a_real_shop_adds_up_exactly_once()
    {
        var file = Path.GetFullPath(Path.Combine(Checkout(), "..", "shared", "data", "online_retail.parquet"));
        if (!File.Exists(file)) Assert.Skip("online_retail.parquet is not at hand: it is looked for in ../shared/data beside the repository.");
        return AddsUpAsync(new OnlineRetailHistory(file));
    }

    private static async Task AddsUpAsync(IHistory history)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-sales-");
        try
        {
            var expected = Sums(history);
            await using var broker = await StartAsync(Path.Combine(folder.FullName, "broker"));
            var kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = broker.BootstrapServers });
            using var admin = KafkaAdmin.Open(kafka);
            using var registry = new SchemaRegistryClient(new SchemaRegistryOptions { Urls = [new Uri(broker.RegistryUrl!)] }); // it was asked for
            // Fewer than the catalogue's: the sums don't depend on how many there are.
            (await admin.Topics.CreateAsync(TopicCatalog.Shipped.All.Select(topic => new NewTopic(topic.Name, Partitions, Settings: topic.Settings)), cancellation: Stop))
                .ThrowIfAnyFailed();
            await new HistoryReplay(kafka, admin, registry, TimeProvider.System).PublishAsync(history, progress: null, Stop);
            var options = new StreamsOptions
            {
                ApplicationId = "sales",
                ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
                Threads = 2,
                StateDirectory = Path.Combine(folder.FullName, "streams"),
            };
            await using var streams = new KafkaStreams(SalesTopology.Build(new EventSerde<OrderPlaced>(registry), TimeSpan.FromDays(3650)), options, kafka, NullLoggerFactory.Instance);
            await streams.StartAsync(Stop);

            var found = await UntilAsync(streams, sums => sums.Values.Sum(sale => sale.Units) >= expected.Values.Sum(sale => sale.Units));

            found.Count.ShouldBe(expected.Count);
            foreach (var (key, sale) in expected) found.GetValueOrDefault(key).ShouldBe(sale, $"{key}");
        }
        catch (Exception missing) when (missing is KafkaLibraryException or WarehouseLibraryException)
        {
            Assert.Skip(missing.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Dictionary<(SaleKey, long Hour), Sale> Sums(IHistory history)
    {
        var orders = new Orders();
        foreach (var each in history.Read(new RowAccount(), Stop)) each.DeliverTo(orders);
        orders.Sums.ShouldNotBeEmpty();
        return orders.Sums;
    }

    private static async Task<Dictionary<(SaleKey, long Hour), Sale>> UntilAsync(KafkaStreams streams, Func<Dictionary<(SaleKey, long Hour), Sale>, bool> isAll)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (streams.Completion.IsCompleted) await streams.Completion;
            var found = streams.State == KafkaStreamsState.Running ? Ask(streams) : [];
            if (isAll(found) || TimeProvider.System.GetElapsedTime(began) > Deadline) return found;
            await Task.Delay(100, Stop);
        }
    }

    private static Dictionary<(SaleKey, long Hour), Sale> Ask(KafkaStreams streams)
    {
        try
        {
            var found = new Dictionary<(SaleKey, long Hour), Sale>();
            foreach (var (window, sale) in streams.Store(SalesTopology.Store, QueryableStoreTypes.WindowStore<SaleKey, ValueAndTimestamp<Sale>>()).All())
                found.Add((window.Key, window.Window.StartMs), sale.Value);
            return found;
        }
        catch (InvalidStateStoreException)
        {
            return []; // a task is on its way from one thread to the other
        }
    }

    private static Task<KafkaBroker> StartAsync(string folder) => KafkaBroker.StartAsync(
        new BrokerOptions
        {
            DataDirectory = folder,
            Listeners = [new ListenerOptions { Port = 0 }],
            Registry = new ListenerOptions { Name = "registry", Port = 0 },
            Fsync = false, // what is stopped here is never the machine
            AutoCreateTopics = false,
        },
        NullLoggerFactory.Instance, cancellation: Stop);

    private static string Checkout()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "SmartKart.sln"))) return folder;
        throw new InvalidOperationException($"No checkout lies above {AppContext.BaseDirectory}.");
    }

    /// <summary>Adds the orders of a history up, in a loop.</summary>
    private sealed class Orders : IEventSink
    {
        private const long HourMs = 3_600_000;

        public Dictionary<(SaleKey, long Hour), Sale> Sums { get; } = [];

        public void Take<TEvent>(HistoryEvent<TEvent> historyEvent) where TEvent : class, IAvroRecord<TEvent>
        {
            if (historyEvent.Value is not OrderPlaced order) return;
            var hour = order.OccurredAt.ToUnixTimeMilliseconds() / HourMs * HourMs;
            foreach (var (key, sale) in SalesTopology.SalesOf(order)) Sums[(key, hour)] = Sums.TryGetValue((key, hour), out var sum) ? sum + sale : sale;
        }
    }
}
