using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Handlers;
using SmartKart.Broker.Handlers.Groups;
using SmartKart.Broker.Handlers.Records;
using SmartKart.Broker.Handlers.Security;
using SmartKart.Broker.Handlers.Topics;
using SmartKart.Broker.Handlers.Transactions;
using SmartKart.Broker.Network;
using SmartKart.Broker.SchemaRegistry;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Telemetry;
using SmartKart.Broker.Topics;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker;

/// <summary>
/// A running broker. What it is made of is here: the logs, the coordinators over them, the handlers over those, the network in
/// front. Stop it by disposing it; what was acknowledged is on the disk either way.
/// </summary>
public sealed class KafkaBroker : IAsyncDisposable
{
    private readonly Stack<object> _parts = [];                  // what must be disposed, the last made first
    private readonly ILogger _log;

    private KafkaBroker(ILogger log) => _log = log;

    /// <summary><c>host:port</c> of the first listener: what a client's <c>bootstrap.servers</c> is set to.</summary>
    public string BootstrapServers { get; private set; } = "";

    /// <summary>Where the schema registry answers, such as <c>http://127.0.0.1:8081</c>; null where there is none.</summary>
    public string? RegistryUrl { get; private set; }

    /// <summary>Completes when the broker is stopped; faults where it can't go on, and its owner should stop it.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Opens the data directory, recovers what a crash left, and listens.</summary>
    /// <exception cref="BrokerException">The directory is in use or damaged, or an option is outside its range.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<KafkaBroker> StartAsync(BrokerOptions options, ILoggerFactory loggers, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        if (options.Fault() is { } fault) throw new BrokerOptionsException(fault);
        var broker = new KafkaBroker(loggers.CreateLogger("SmartKart.Broker"));
        try
        {
            await broker.StartAsync(options, time ?? TimeProvider.System, loggers, cancellation);
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes no more requests, ends waits, and closes every log in good order.</summary>
    /// <exception cref="AggregateException">Parts that could not be stopped in good order; all others were. Logs are checked when they are opened again.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_parts.Count == 0) return;
        var faults = new List<Exception>();
        while (_parts.TryPop(out var part))
        {
            try
            {
                if (part is IAsyncDisposable async) await async.DisposeAsync();
                else ((IDisposable)part).Dispose();
            }
            catch (Exception fault)              // whatever it is, the logs behind it must be closed all the same
            {
                faults.Add(fault);
            }
        }
        if (faults.Count > 0) throw new AggregateException("The broker stopped, but not all of it in good order; the next start checks what it finds.", faults);
        Log.Stopped(_log);
    }

    private async Task StartAsync(BrokerOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var metrics = Own(new BrokerMetrics());
        var commit = options.Fsync ? Own(new GroupCommit()) : null;
        var environment = new LogEnvironment { Time = time, Commit = commit, Sync = file => Flush(file, metrics, time) };
        var topics = Own(TopicCatalog.Open(options.DataDirectory, environment, options.Transactions));
        foreach (var (partition, partitionLog) in topics.Logs.Logs)
            if (partitionLog.Recovered.CutBytes > 0) Log.TailCut(_log, partition.ToString(), partitionLog.Recovered.CutBytes);

        Own(new LogCleaner(topics.Logs, partition => topics.Find(partition)?.LastStableOffset ?? 0, time, _log, options.Cleaning, partition => topics.Find(partition)?.Producers.SaveSnapshot()));
        var groups = Own(new GroupCoordinator(topics, InternalTopics.Open(topics, InternalTopics.ConsumerOffsets), options.Groups, time, _log));
        var transactions = Own(new TransactionCoordinator(topics.Find, InternalTopics.Open(topics, InternalTopics.TransactionState), groups, options.Transactions, time, _log));
        transactions.Start();
        Completion = transactions.Background;
        var registry = options.Registry is null ? null : Own(SchemaRegistryServer.Open(InternalTopics.Open(topics, InternalTopics.Schemas).Log, options.SchemaRegistry, time, _log));
        Observe(metrics, groups, transactions);
        metrics.ObserveTopics(() => topics.All.Values);

        var memory = new RequestMemory(options.Limits.RequestMemoryBytes);
        metrics.ObserveRequestMemory(() => memory.UsedBytes);
        var router = new RequestRouter([.. Handlers(options, topics, metrics, time), .. GroupHandlers.All(groups), .. TransactionHandlers.All(transactions)]);
        var connections = new Connections(new ConnectionServices(router, options.Limits, memory, metrics, time, _log));
        var server = Own(new BrokerServer(options, connections, registry is null ? null : registry.MapSchemaRegistry, loggers));
        await server.StartAsync(cancellation);

        var (first, endPoint) = server.Listening.First();
        BootstrapServers = string.Create(CultureInfo.InvariantCulture, $"{first.AdvertisedHost ?? first.Host}:{first.AdvertisedPort ?? endPoint.Port}");
        RegistryUrl = server.Registry is { } registryEndPoint ? $"{(options.Registry?.Tls is null ? "http" : "https")}://{registryEndPoint}" : null;
        Log.Started(_log, string.Join(", ", server.Listening.Select(listener => $"{listener.EndPoint} ({listener.Options.Name})")),
            topics.Logs.DirectoryPath, topics.All.Count, topics.Logs.Logs.Count(), (long)time.GetElapsedTime(started).TotalMilliseconds);
    }

    private List<IRequestHandler> Handlers(BrokerOptions options, TopicCatalog topics, BrokerMetrics metrics, TimeProvider time)
    {
        var defaults = new TopicDefaults(options.AutoCreateTopics, options.DefaultPartitions, options.TakeAnyReplicationFactor);
        return
        [
            new ApiVersionsHandler(),
            new SaslHandshakeHandler(),
            new SaslAuthenticateHandler(),
            new ProduceHandler(topics, metrics, _log),
            new FetchHandler(topics, options.Limits, metrics, time, _log),
            new ListOffsetsHandler(topics, _log),
            new DeleteRecordsHandler(topics),
            new OffsetForLeaderEpochHandler(topics),
            new MetadataHandler(topics, defaults, _log),
            new CreateTopicsHandler(topics, defaults, _log),
            new DeleteTopicsHandler(topics, _log),
            new CreatePartitionsHandler(topics, _log),
            new DescribeConfigsHandler(topics, options.ByKafkasNames(), options.Groups.ByKafkasNames()),
            new IncrementalAlterConfigsHandler(topics),
            new DescribeClusterHandler(topics),
            new DescribeLogDirsHandler(topics),
        ];
    }

    private static void Observe(BrokerMetrics metrics, GroupCoordinator groups, TransactionCoordinator transactions)
    {
        metrics.ObserveStates("smartkart.broker.groups", "{group}", "Consumer groups, by protocol and state.", () => groups.StateCounts().Select(count => ($"{count.Key.Type}/{count.Key.State}", count.Value)));
        metrics.ObserveStates("smartkart.broker.transactions", "{transaction}", "Transactional ids, by state.", () => transactions.StateCounts().Select(count => (count.Key.ToString(), count.Value)));
    }

    private static void Flush(SafeFileHandle file, BrokerMetrics metrics, TimeProvider time)
    {
        var started = time.GetTimestamp();
        RandomAccess.FlushToDisk(file);
        metrics.Flushed(time.GetElapsedTime(started));
    }

    private T Own<T>(T part) where T : class
    {
        _parts.Push(part);
        return part;
    }
}
