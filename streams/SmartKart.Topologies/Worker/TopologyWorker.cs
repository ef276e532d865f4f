using System.Globalization;
using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;
using SmartKart.Streams;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Worker;

/// <summary>
/// Hosts topologies in one process, each an application of its own, all exactly once. More workers over the same cluster share the work. What one
/// topology fails of ends the worker: who watches it starts it again, and each goes on where it committed.
/// </summary>
public sealed class TopologyWorker : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly List<(HostedTopology Topology, KafkaStreams Streams)> _all;

    private TopologyWorker(List<(HostedTopology, KafkaStreams)> all) => _all = all;

    /// <summary>The topologies, by name.</summary>
    public IEnumerable<(HostedTopology Topology, KafkaStreams Streams)> Topologies => _all;

    /// <summary>Ends when a topology has ended, with its fault if it failed.</summary>
    public Task Completion => Task.WhenAny(_all.Select(each => each.Streams.Completion)).Unwrap();

    /// <summary>Starts them, one after the other.</summary>
    /// <param name="topologies">At least one, of different names.</param>
    /// <param name="options">How they run.</param>
    /// <param name="kafka">The cluster.</param>
    /// <param name="deadLetters">How events that can't be used are written.</param>
    /// <param name="logs">Where their log goes.</param>
    /// <param name="cancel">Gives up the start; what was started is stopped.</param>
    /// <exception cref="StreamsException">One can't start: topics are missing, or its state directory can't be used.</exception>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public static async Task<TopologyWorker> StartAsync(
        IEnumerable<HostedTopology> topologies, WorkerOptions options, KafkaConfiguration kafka, EventDeadLetters deadLetters, ILoggerFactory logs,
        CancellationToken cancel = default)
    {
        // A letter holds the whole of its record, which may be as large as its topic takes.
        var ofLetters = kafka.With("message.max.bytes", Topic.DeadLetterBytesMax.ToString(CultureInfo.InvariantCulture));
        var worker = new TopologyWorker([.. topologies.Select(each => (each, new KafkaStreams(each.Topology, OptionsOf(each, options, deadLetters), ofLetters, logs)))]);
        try
        {
            foreach (var (_, streams) in worker._all) await streams.StartAsync(cancel);
            return worker;
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until all tasks that the group gives to this worker process records, their state restored.</summary>
    /// <exception cref="StreamsException">A topology failed.</exception>
    public async Task RunningAsync(CancellationToken cancel = default)
    {
        while (_all.Any(each => each.Streams.State != KafkaStreamsState.Running))
        {
            if (Completion.IsCompleted) await Completion;
            await Task.Delay(BetweenLooks, cancel);
        }
    }

    /// <summary>Stops all: each finishes the records at hand, and commits.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_all.Select(each => each.Streams.DisposeAsync().AsTask()));

    private static StreamsOptions OptionsOf(HostedTopology topology, WorkerOptions options, EventDeadLetters deadLetters)
    {
        var streams = new StreamsOptions
        {
            ApplicationId = options.ApplicationOf(topology.Name),
            ProcessingGuarantee = ProcessingGuarantee.ExactlyOnceV2,
            Threads = options.Threads ?? topology.Threads,
            ThreadNiceness = options.ThreadNiceness ?? 0,
            CommitInterval = options.CommitInterval,
            CatchUpCommitInterval = options.CatchUpCommitInterval,
            NumStandbyReplicas = options.NumStandbyReplicas,
            InternalTopicReplicationFactor = options.InternalTopicReplicationFactor,
            DeserializationExceptionHandler = EventFaults.Handler,
            ProcessingExceptionHandler = EventFaults.Handler,
            DeadLetterTopic = options.DeadLetterTopic,
            DeadLetterFormat = deadLetters,
        };
        return options.StateDirectory is { } folder ? streams with { StateDirectory = folder } : streams;
    }
}
