using Microsoft.Extensions.Logging;
using SmartKart.Kafka;
using SmartKart.Streams.Planning;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Threads;

/// <summary>What all threads of one instance share. It never changes; any thread may ask.</summary>
internal sealed record StreamsApplication(
    StreamsOptions Options, KafkaConfiguration Kafka, TaskMap TaskMap, TaskSettings TaskSettings, string ProcessId, ILogger Logger, TimeProvider Time)
{
    /// <summary>The stores of global tables by name, as tasks read them.</summary>
    public IReadOnlyDictionary<string, object> GlobalStores { get; init; } = new Dictionary<string, object>();

    /// <summary>Which tasks of this process are open: no two threads may have the same folder.</summary>
    public TaskLocks Locks { get; } = new();

    public StreamsMetrics Metrics { get; } = new(Options.ApplicationId);

    /// <summary>How many partitions a topic has, asked of the broker.</summary>
    public required Func<string, int> PartitionsOf { get; init; }

    /// <summary>Asks the broker about the group. Shared by all threads.</summary>
    public required KafkaAdmin Admin { get; init; }

    /// <summary>How a thread calls itself: other instances read the process and its address from it, for the group's protocol has no room for them.</summary>
    public string ClientId(string thread) => MemberName.Of(Options.ApplicationId, ProcessId, thread, Options.ApplicationServer);
}
