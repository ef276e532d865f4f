using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// Administration of a Kafka cluster: topics, settings, records, groups and what these committed. No call blocks a thread, except
/// <see cref="TopicAdmin.ListAsync"/>, which occupies one of the pool. Safe to share between threads.
/// </summary>
/// <remarks>
/// A call about several things answers for each: one topic that exists already does not keep the others from being created.
/// <see cref="AdminResults"/> turns that into an exception where all or nothing is wanted. A call that fails as a whole throws.
/// </remarks>
public sealed class KafkaAdmin : IDisposable
{
    /// <summary>How long a call may take, unless told otherwise.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly AdminClient _client;

    private KafkaAdmin(AdminClient client)
    {
        _client = client;
        Topics = new TopicAdmin(client);
        Configs = new ConfigAdmin(client);
        Offsets = new OffsetAdmin(client);
        Groups = new GroupAdmin(client);
        GroupOffsets = new GroupOffsetAdmin(client);
    }

    /// <summary>Topics and their partitions.</summary>
    public TopicAdmin Topics { get; }

    /// <summary>Settings of topics, brokers and groups.</summary>
    public ConfigAdmin Configs { get; }

    /// <summary>Where partitions begin and end, and what was when; the deletion of records.</summary>
    public OffsetAdmin Offsets { get; }

    /// <summary>Consumer groups and their members, of both protocols.</summary>
    public GroupAdmin Groups { get; }

    /// <summary>What groups committed.</summary>
    public GroupOffsetAdmin GroupOffsets { get; }

    /// <summary>Opens an administrator. It connects in the background.</summary>
    /// <param name="configuration">Where the cluster is.</param>
    /// <param name="timeout">How long each call may take, 1 ms to 1 h; 30 s unless given.</param>
    /// <param name="logger">Where librdkafka's log goes; null drops it.</param>
    /// <exception cref="KafkaLibraryException">librdkafka is missing.</exception>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses a setting.</exception>
    public static KafkaAdmin Open(KafkaConfiguration configuration, TimeSpan? timeout = null, ILogger? logger = null) =>
        new(new AdminClient(configuration, timeout ?? DefaultTimeout, logger ?? NullLogger.Instance));

    /// <summary>The cluster's id, its brokers and which of them is the controller.</summary>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public Task<ClusterDescription> DescribeClusterAsync(CancellationToken cancellation = default) => _client.CallAsync(
        AdminOperation.DescribeCluster, "describing the cluster", AdminApi.DescribeCluster, ClusterDescription.Read, cancellation);

    /// <summary>Lets the connections go. Calls still under way fail.</summary>
    public void Dispose() => _client.Dispose();
}
