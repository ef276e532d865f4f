using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Streams.Planning;
using SmartKart.Streams.Restoration;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Threads;

/// <summary>What runs while an application is started: its folder, its administrator, its threads. Put together in order, and taken apart in reverse.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _parts = new(); // how to let go of what was made so far

    private Instance(TaskObserver observer) => Observer = observer;

    public ThreadSupervisor Threads { get; private set; } = null!; // set by StartAsync, which alone makes instances

    public TaskObserver Observer { get; }

    public static async Task<Instance> StartAsync(
        Topology topology, StreamsOptions options, KafkaConfiguration kafka, ILogger logger, TimeProvider time, Action<string> changed, Action<Exception> failed, CancellationToken cancellation)
    {
        var instance = new Instance(new RunningTasks());
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
        Topology topology, StreamsOptions options, KafkaConfiguration kafka, ILogger logger, TimeProvider time, Action<string> changed, Action<Exception> failed, CancellationToken cancellation)
    {
        var directory = ProcessDirectory.Open(options.StateDirectory, options.ApplicationId);
        LetGoOf(directory);
        var admin = KafkaAdmin.Open(kafka, logger: logger);
        LetGoOf(admin);
        var plan = await PlanAsync(topology, options, kafka, logger, cancellation);
        if (options.GroupProtocol == StreamsGroupProtocol.Classic) Log.ClassicProtocol(logger);

        var application = new StreamsApplication(options, kafka, new TaskMap(plan, options.ApplicationId), Settings(options, directory, logger, time), directory.ProcessId, logger, time)
        {
            PartitionsOf = new TopicPartitions(admin).Of,
        };
        var updater = new StateUpdater(application, new ChangelogBounds(admin), failed);
        LetGoOf(updater);
        updater.Start();
        _parts.Push(async () => await updater.StopAsync());

        Threads = new ThreadSupervisor(application, updater, Observer, changed, failed);
        _parts.Push(async () => await Threads.StopAsync());
        for (var each = 0; each < options.Threads; each++) Threads.Add();
    }

    // With an administrator of its own: librdkafka remembers for a while that a topic was not there.
    private static async Task<PartitionPlan> PlanAsync(Topology topology, StreamsOptions options, KafkaConfiguration kafka, ILogger logger, CancellationToken cancellation)
    {
        using var admin = KafkaAdmin.Open(kafka, logger: logger);
        return await new InternalTopics(admin, options).PrepareAsync(topology.Graph, cancellation);
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
