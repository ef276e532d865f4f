using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka.Tests;

/// <summary>
/// librdkafka's own mock cluster (rdkafka_mock.h): one broker in this process, in memory, over real sockets. It keeps no transaction's
/// records apart, so visibility is not tested with it. Without librdkafka the test that wants it is skipped.
/// </summary>
public sealed partial class MockCluster : IDisposable
{
    private readonly NativeClient _host;
    private readonly nint _cluster;

    public MockCluster(int brokers = 1)
    {
        Library.SkipIfAbsent();
        _host = NativeClient.Open(ClientType.Producer, KafkaConfiguration.Empty.With("client.id", "mock"), NullLogger.Instance, new NoCallbacks());
        _cluster = New(_host.Handle, brokers);
        BootstrapServers = Marshal.PtrToStringUTF8(Bootstraps(_cluster)) ?? "";
        SetController(_cluster, 1); // administrators wait for one
        InitialRebalanceDelay(_cluster, 100);
        HeartbeatInterval(_cluster, 100);
    }

    public string BootstrapServers { get; }

    /// <summary>What a client of this cluster is configured with.</summary>
    public KafkaConfiguration Configuration => KafkaConfiguration.From(new KafkaOptions { BootstrapServers = BootstrapServers });

    /// <summary>
    /// What a member of a group is configured with that begins at the first record. The mock forgets a member that left only when its
    /// session ends, so that is short.
    /// </summary>
    public KafkaConfiguration Member(string group) => Configuration.With("group.id", group).With("auto.offset.reset", "earliest")
        .With("session.timeout.ms", "2000").With("heartbeat.interval.ms", "200");

    /// <summary>The same, under the group protocol in which the broker assigns (KIP-848).</summary>
    public KafkaConfiguration MemberUnderTheNewProtocol(string group) => Configuration.With("group.id", group).With("auto.offset.reset", "earliest")
        .With("group.protocol", "consumer");

    public string CreateTopic(string name, int partitions = 1)
    {
        ((KafkaErrorCode)CreateTopic(_cluster, name, partitions, 1)).ShouldBe(KafkaErrorCode.None);
        return name;
    }

    /// <summary>Answers the next requests of one kind with errors, in turn.</summary>
    public void Fail(short apiKey, params KafkaErrorCode[] errors) =>
        PushErrors(_cluster, apiKey, (nuint)errors.Length, [.. errors.Select(error => (int)error)]);

    public void Dispose()
    {
        Destroy(_cluster);
        _host.Dispose();
    }

    internal static class ApiKeys
    {
        internal const short Produce = 0;
        internal const short OffsetCommit = 8;
        internal const short EndTxn = 26;
        internal const short TxnOffsetCommit = 28;
    }

    private sealed unsafe class NoCallbacks : INativeCallbacks
    {
        public void Delivered(NativeMessage* message) { }

        public void Rebalanced(KafkaErrorCode code, NativeTopicPartitionList* partitions) { }

        public void Committed(KafkaErrorCode code) { }
    }

    [LibraryImport(Library.Name, EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial nint New(ClientHandle client, int brokers);

    [LibraryImport(Library.Name, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static partial void Destroy(nint cluster);

    [LibraryImport(Library.Name, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint Bootstraps(nint cluster);

    [LibraryImport(Library.Name, EntryPoint = "rd_kafka_mock_set_controller_id")]
    private static partial void SetController(nint cluster, int brokerId);

    [LibraryImport(Library.Name, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateTopic(nint cluster, string topic, int partitions, int replicationFactor);

    [LibraryImport(Library.Name, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    private static partial void PushErrors(nint cluster, short apiKey, nuint count, int[] errors);

    [LibraryImport(Library.Name, EntryPoint = "rd_kafka_mock_set_group_consumer_heartbeat_interval_ms")]
    private static partial void HeartbeatInterval(nint cluster, int intervalMs);

    [LibraryImport(Library.Name, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    private static partial void InitialRebalanceDelay(nint cluster, int delayMs);
}
