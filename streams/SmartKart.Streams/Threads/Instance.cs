using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Streams.Graph;
using SmartKart.Streams.Planning;
using SmartKart.Streams.Queries;
using SmartKart.Streams.Restoration;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Threads;

/// <summary>What runs while an application is started: its folder, its administrator, its threads. Put together in order, and taken apart in reverse.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _parts = new(); // how to let go of what was made so far

    private Instance(RunningTasks tasks) => Tasks = tasks;

    public ThreadSupervisor Threads { get; private set; } = null!; // set by StartAsync, which alone makes instances

    public LocalStores Stores { get; private set; } = null!; // as above

    public RunningTasks Tasks { get; }

    public StateUpdater Updater { get; private set; } = null!; // as above

    public static async Task<Instance> StartAsync(
        Topology topology, StreamsOptions options, KafkaConfiguration kafka, ILogger logger, TimeProvider time,
        Action<TaskStart> taskStarted, Action<string> changed, Action<Exception> failed, CancellationToken cancellation)
    {
        var instance = new Instance(new RunningTasks(options.IsExactlyOnce) { TaskStarted = taskStarted });
        try
        {
            await instance.OpenAsync(topology, options, kafka, logger, time, changed, failed, cancellation);
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var letGo)) await letGo();
    }

    private async Task OpenAsync(
        Topology topology, StreamsOptions options, KafkaConfiguration kafka, ILogger logger, TimeProvider time,
        Action<string> changed, Action<Exception> failed, CancellationToken cancellation)
    {
        var directory = ProcessDirectory.Open(options.StateDirectory, options.ApplicationId);
        LetGoOf(directory);
        var admin = KafkaAdmin.Open(kafka, logger: logger);
        LetGoOf(admin);
        var plan = await PlanAsync(topology, options, kafka, logger, cancellation);
        options = options with { GroupProtocol = await ProtocolAsync(options, kafka, logger, cancellation) };

        var application = new StreamsApplication(options, kafka, new TaskMap(plan, options.ApplicationId),
            Settings(options, directory, logger, time), directory.ProcessId, logger, time)
        {
            PartitionsOf = new TopicPartitions(admin).Of,
            Admin = admin,
        };
        application = application with { GlobalStores = await FillGlobalStoresAsync(application, topology.Graph, admin, failed, cancellation) };
        Stores = new LocalStores(topology.Graph, application, Tasks, admin);
        StartThreads(application, plan, admin, changed, failed);
    }

    private void StartThreads(StreamsApplication application, PartitionPlan plan, KafkaAdmin admin, Action<string> changed, Action<Exception> failed)
    {
        var updater = Updater = new StateUpdater(application, new ChangelogBounds(admin), failed);
        LetGoOf(updater);
        updater.Start();
        _parts.Push(async () => await updater.StopAsync());
        if (application.Options.NumStandbyReplicas > 0) Start(new StandbyPlanner(application, admin, updater), planner => planner.Start());
        if (plan.RepartitionTopics(application.Options.ApplicationId) is { Count: > 0 } topics) Start(new RepartitionPurge(application, admin, topics), purge => purge.Start());

        Tasks.TaskStarted += application.Metrics.TaskStarted;
        Threads = new ThreadSupervisor(application, updater, Tasks, changed, failed);
        _parts.Push(async () => await Threads.StopAsync());
        LetGoOf(application.Metrics.Instance = new InstanceMetrics(
            application.Options.ApplicationId, Tasks, () => updater.Standbys.Count, () => Threads.AllRun, application.Time));
        for (var each = 0; each < application.Options.Threads; each++) Threads.Add();
    }

    private async Task<IReadOnlyDictionary<string, object>> FillGlobalStoresAsync(
        StreamsApplication application, TopologyGraph graph, KafkaAdmin admin, Action<Exception> failed, CancellationToken cancellation)
    {
        if (graph.GlobalStores.Count == 0) return application.GlobalStores;
        var tasks = graph.GlobalStores.Select((global, number) =>
        {
            var topic = ((ISourceDefinition)global.Source).Topics[0];
            var task = new GlobalTask(global, number, application.PartitionsOf(topic), graph, application.TaskSettings, application.Options.IsExactlyOnce);
            LetGoOf(task);
            return task;
        }).ToList();
        var ends = await admin.Offsets.ListAsync(tasks.SelectMany(task => task.Partitions), OffsetSpec.Latest, application.Options.IsExactlyOnce, cancellation);
        ends.ThrowIfAnyFailed();
        var thread = new GlobalThread(application, tasks, ends.ToDictionary(end => end.Partition, end => end.Offset), failed);
        LetGoOf(thread);
        _parts.Push(async () => await thread.StopAsync());
        await thread.FillAsync(cancellation);
        return tasks.ToDictionary(task => task.StoreName, task => task.View, StringComparer.Ordinal);
    }

    private void Start<T>(T part, Action<T> start) where T : IAsyncDisposable
    {
        start(part);
        _parts.Push(part.DisposeAsync);
    }

    /// <summary>Looks at the topics, and creates the application's own. With an administrator of its own: librdkafka remembers for a while that a topic was not there.</summary>
    public static async Task<PartitionPlan> PlanAsync(Topology topology, StreamsOptions options, KafkaConfiguration kafka, ILogger logger, CancellationToken cancellation)
    {
        using var admin = KafkaAdmin.Open(kafka, logger: logger);
        return await new InternalTopics(admin, options, logger).PrepareAsync(topology.Graph, cancellation);
    }

    // The broker may be older than the application. A thread would wait for partitions for ever.
    private static async Task<StreamsGroupProtocol> ProtocolAsync(
        StreamsOptions options, KafkaConfiguration kafka, ILogger logger, CancellationToken cancellation)
    {
        if (options.GroupProtocol == StreamsGroupProtocol.Consumer)
        {
            if (await BrokerApis.SpeakConsumerProtocolAsync(kafka, logger, cancellation)) return StreamsGroupProtocol.Consumer;
            Log.FallingBackToClassic(logger, null);
        }
        Log.ClassicProtocol(logger);
        return StreamsGroupProtocol.Classic;
    }

    private static TaskSettings Settings(StreamsOptions options, ProcessDirectory directory, ILogger logger, TimeProvider time) => new(options.ApplicationId, time, logger)
    {
        DeserializationExceptionHandler = options.DeserializationExceptionHandler,
        ProcessingExceptionHandler = options.ProcessingExceptionHandler,
        ProductionExceptionHandler = options.ProductionExceptionHandler,
        DeadLetterTopic = options.DeadLetterTopic,
        StateDirectory = directory.Path,
    };

    private void LetGoOf(IDisposable part) => _parts.Push(() =>
    {
        part.Dispose();
        return ValueTask.CompletedTask;
    });
}
