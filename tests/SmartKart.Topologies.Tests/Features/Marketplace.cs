using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Replay;
using SmartKart.Broker;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Network;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.FeatureStore.Parity;
using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;
using SmartKart.Topologies.Archive;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Features;
using SmartKart.Topologies.Features.Delivery;
using SmartKart.Topologies.Features.Placement;
using SmartKart.Topologies.Worker;

namespace SmartKart.Topologies.Tests.Features;

/// <summary>A broker with a history in its topics, a Redis, and the shipped views between them: all real, in a folder that goes with it.</summary>
internal sealed class Marketplace : IAsyncDisposable
{
    public const string Prefix = "test";
    public const string Application = $"{Prefix}-features";

    private const int Partitions = 3;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder;
    private readonly KafkaBroker _broker;
    private readonly PublishedHistory _published;
    private readonly string[] _topics;

    private Marketplace(DirectoryInfo folder, KafkaBroker broker, PrivateRedis redis, KafkaConfiguration kafka, SchemaRegistryClient registry, PublishedHistory published)
    {
        (_folder, _broker, Redis, Kafka, Registry, _published) = (folder, broker, redis, kafka, registry, published);
        Admin = KafkaAdmin.Open(kafka);
        _topics = [.. published.Topics.Select(topic => topic.Name)];
        Views = [.. ShippedViews.Where(IsFed)];
    }

    /// <summary>All that SmartKart ships, fed or not.</summary>
    public static IReadOnlyList<FeatureView> ShippedViews { get; } = DefinitionSet.Read(Path.Combine(Checkout(), "featurestore", "definitions")).Views;

    public PrivateRedis Redis { get; private set; }

    public string BootstrapServers => _broker.BootstrapServers;

    public string RegistryUrl => _broker.RegistryUrl!; // it was asked for

    public KafkaConfiguration Kafka { get; }

    public KafkaAdmin Admin { get; }

    public SchemaRegistryClient Registry { get; }

    /// <summary>The shipped views that the history feeds.</summary>
    public IReadOnlyList<FeatureView> Views { get; }

    /// <summary>The topics that they read.</summary>
    public static IReadOnlyList<string> Sources { get; } = [.. ShippedViews.Where(view => view.Source is not null).Select(view => view.Source!.Topic.Name).Distinct()];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>How its Redis is reached.</summary>
    public RedisOptions Options => new() { Connection = Redis.Connection };

    public static async Task<Marketplace> OpenAsync(IHistory history)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-features-");
        var broker = await KafkaBroker.StartAsync(
            new BrokerOptions
            {
                DataDirectory = Path.Combine(folder.FullName, "broker"),
                Listeners = [new ListenerOptions { Port = 0 }],
                Registry = new ListenerOptions { Name = "registry", Port = 0 },
                Fsync = false, // what is stopped here is never the machine
                AutoCreateTopics = false,
                // A killed worker is out after this; Kafka's 45 s would be most of what a test takes.
                Groups = new GroupOptions { ConsumerSessionTimeout = TimeSpan.FromSeconds(4), ConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(500) },
            },
            NullLoggerFactory.Instance, cancellation: Stop);
        var kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = broker.BootstrapServers });
        var registry = new SchemaRegistryClient(new SchemaRegistryOptions { Urls = [new Uri(broker.RegistryUrl!)] }); // it was asked for
        using var admin = KafkaAdmin.Open(kafka);
        // Fewer than the catalogue's: a view has a task for each, and what they do doesn't depend on how many there are.
        (await admin.Topics.CreateAsync(TopicCatalog.Shipped.All.Select(topic => new NewTopic(topic.Name, Partitions, Settings: topic.Settings)), cancellation: Stop))
            .ThrowIfAnyFailed();
        var published = await new HistoryReplay(kafka, admin, registry, TimeProvider.System).PublishAsync(history, progress: null, Stop);
        var redis = await PrivateRedis.StartAsync(Path.Combine(folder.FullName, "redis"), cancel: Stop);
        return new Marketplace(folder, broker, redis, kafka, registry, published);
    }

    /// <summary>One worker, with its delivery: it computes these views, or all.</summary>
    public async Task<Instance> StartAsync(string name = "one", FeatureTopologyOptions? options = null, IReadOnlyList<FeatureView>? views = null)
    {
        options ??= new FeatureTopologyOptions { Clock = null };
        // So little may wait that commits and rewrites find no room, and what they leave out has to be found.
        var delivery = OnlineDelivery.Open(Options with { PendingBytesMax = 64 << 10 }, clock: null, NullLoggerFactory.Instance);
        var topologies = (await Placements.PlaceAsync(views ?? ShippedViews, Stop)).Select(placed => new HostedTopology(
            placed.Name, [.. placed.Views.Select(view => view.Source!.Topic.Name).Distinct()],
            FeatureTopology.Build(placed.Views, Registry, delivery, options with { Generation = placed.Generation })));
        var settings = Settings with { StateDirectory = StateDirectory(name) };
        var worker = await TopologyWorker.StartAsync(
            topologies, settings, Kafka, await EventDeadLetters.RegisterAsync(Registry, Stop), NullLoggerFactory.Instance, Stop);
        return new Instance(worker, delivery);
    }

    /// <summary>Which application computes which view.</summary>
    public ViewPlacements Placements => new(Kafka, Admin, Prefix, TimeProvider.System);

    /// <summary>How workers run.</summary>
    public static WorkerOptions Settings { get; } = new() { ApplicationPrefix = Prefix };

    /// <summary>When the history's last event happened.</summary>
    public DateTimeOffset LastOccurredAt => _published.LastOccurredAt!.Value; // there are events

    /// <summary>Where an instance keeps its state.</summary>
    public string StateDirectory(string name) => Path.Combine(_folder.FullName, "streams", name);

    /// <summary>Waits until the topology has processed all that there is, and delivered it.</summary>
    public async Task CatchUpAsync(Instance instance)
    {
        await instance.Worker.RunningAsync(Stop);
        foreach (var (topology, _) in instance.Worker.Topologies)
            await CatchUpAsync(Settings.ApplicationOf(topology.Name), topology.Sources, instance.Worker);
        (await instance.Delivery.FlushAsync(Deadline, Stop)).ShouldBeTrue("the online store took all within the deadline");
    }

    /// <summary>All that lies in the topics by now, as files.</summary>
    public async Task<HistorySource> ArchiveAsync()
    {
        var root = Path.Combine(_folder.FullName, "warehouse");
        var archive = new TopicArchive(Kafka, Admin, Registry, await EventDeadLetters.RegisterAsync(Registry, Stop), TimeProvider.System);
        foreach (var topic in _topics) await archive.RunAsync(TopicCatalog.Shipped[topic], root, progress: null, Stop);
        return new HistorySource(root);
    }

    /// <summary>Holds every view's online features to the history, as of the moment after its last event.</summary>
    public async Task<IReadOnlyList<ViewParity>> ParityAsync(IReadOnlyList<FeatureView>? views = null)
    {
        var history = await ArchiveAsync();
        await using var online = OnlineStore.Open(Options with { ReadTimeout = TimeSpan.FromSeconds(30) });
        var check = new ParityCheck(history, online, new ParityOptions { Engine = OfflineEngine.Local });
        var now = ((LastOccurredAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) + 1;
        var found = new List<ViewParity>();
        foreach (var view in views ?? Views) found.Add(await check.RunAsync(view, now, Stop));
        return found;
    }

    /// <summary>Holds them, and says which don't agree.</summary>
    public async Task ShouldAgreeAsync(IReadOnlyList<FeatureView>? some = null)
    {
        var views = await ParityAsync(some);
        views.Count(view => view.Keys > 0).ShouldBeGreaterThan((some ?? Views).Count * 2 / 3, "most views have keys in this history");
        foreach (var view in views)
            view.Mismatches.ShouldBe(0, $"{view.View}: {view.Missing} of {view.Keys} keys missing; {string.Join("; ", view.Examples.Take(3))}");
    }

    /// <summary>Redis forgets all, and the topology finds out: waits until as many keys are there as were.</summary>
    public async Task EmptyRedisAsync(Instance? instance)
    {
        var keys = await AskRedisAsync("DBSIZE");
        await AskRedisAsync("FLUSHALL");
        if (instance is null) return;
        while (await AskRedisAsync("DBSIZE") != keys) await Task.Delay(50, Stop);
        (await instance.Delivery.FlushAsync(Deadline, Stop)).ShouldBeTrue();
    }

    private async Task<string?> AskRedisAsync(string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Redis.Port, Stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), Stop);
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync(Stop);
    }

    /// <summary>Redis dies, and comes back at the same address with what it had written to disk.</summary>
    public async Task RestartRedisAsync()
    {
        var (port, folder) = (Redis.Port, Redis.Directory);
        await Redis.DisposeAsync();
        Redis = await PrivateRedis.StartAsync(folder, port, cancel: Stop);
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Registry.Dispose();
        await Redis.DisposeAsync();
        await _broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task CatchUpAsync(string application, IReadOnlyList<string> sources, TopologyWorker worker)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            PartitionLag[] behind = [.. (await new TopologyLag(Admin).ReadAsync(application, sources, Stop)).Where(lag => lag.Records > 0)];
            if (behind.Length == 0) return;
            if (worker.Completion.IsFaulted) await worker.Completion;
            if (Stopwatch.GetElapsedTime(began) > Deadline) throw new TimeoutException($"{application} is still behind: {string.Join<PartitionLag>(", ", behind)}");
            await Task.Delay(20, Stop);
        }
    }

    private bool IsFed(FeatureView view) => view.Source is { } source ? _topics.Contains(source.Topic.Name) : view.Reads.All(IsFed);

    private static string Checkout()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "SmartKart.sln"))) return folder;
        throw new InvalidOperationException($"No checkout lies above {AppContext.BaseDirectory}.");
    }

    /// <summary>An instance at work.</summary>
    internal sealed record Instance(TopologyWorker Worker, OnlineDelivery Delivery) : IAsyncDisposable
    {
        /// <summary>Stops it as its user would.</summary>
        public async ValueTask DisposeAsync()
        {
            await Worker.DisposeAsync();
            await Delivery.DisposeAsync();
        }
    }
}
