using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Kafka;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Benchmarks.Questions.Broker;

/// <summary>librdkafka's own mock cluster (rdkafka_mock.h): one broker, in C, in memory, which keeps at most 5 MB of a partition. The peer.</summary>
internal sealed partial class MockCluster : IDisposable
{
    /// <summary>What it keeps of a partition; older batches go.</summary>
    public const int KeptBytesPerPartition = 5 * 1024 * 1024;

    private const string Library = "rdkafka";
    private readonly NativeClient _host;
    private readonly nint _cluster;

    private MockCluster(NativeClient host)
    {
        _host = host;
        _cluster = New(host.Handle, brokers: 1);
        BootstrapServers = Marshal.PtrToStringUTF8(Bootstraps(_cluster)) ?? "";
    }

    public string BootstrapServers { get; }

    public static MockCluster Start(params IEnumerable<string> topics)
    {
        var file = LibRdKafkaLibrary.Load(path: null);
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Library ? NativeLibrary.Load(file) : 0);
        var cluster = new MockCluster(NativeClient.Open(ClientType.Producer, KafkaConfiguration.Empty.With("client.id", "mock"), NullLogger.Instance, new NoCallbacks()));
        foreach (var topic in topics)
            if ((KafkaErrorCode)CreateTopic(cluster._cluster, topic, Workload.Partitions, replicationFactor: 1) is var error and not KafkaErrorCode.None)
                throw new InvalidOperationException($"The mock cluster did not make the topic {topic}: {error}.");
        return cluster;
    }

    public void Dispose()
    {
        Destroy(_cluster);
        _host.Dispose();
    }

    private sealed unsafe class NoCallbacks : INativeCallbacks
    {
        public void Delivered(NativeMessage* message) { }

        public void Rebalanced(KafkaErrorCode code, NativeTopicPartitionList* partitions) { }

        public void Committed(KafkaErrorCode code) { }
    }

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial nint New(ClientHandle client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static partial void Destroy(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint Bootstraps(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateTopic(nint cluster, string topic, int partitions, int replicationFactor);
}
