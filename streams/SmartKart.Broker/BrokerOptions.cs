using System.Globalization;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Network;
using SmartKart.Broker.SchemaRegistry;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker;

/// <summary>How the broker is set: the section <c>Broker</c> of the configuration.</summary>
public sealed record BrokerOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Broker";

    /// <summary>Where logs, offsets and everything else that lasts are kept; made if it is not there. One process at a time uses it.</summary>
    public string DataDirectory { get; init; } = ".smartkart/broker";

    /// <summary>The ports it listens at; one on loopback unless set.</summary>
    public IReadOnlyList<ListenerOptions> Listeners { get; init; } = [new()];

    /// <summary>Where the schema registry listens; null for no registry. Loopback, port 8081, unless set.</summary>
    public ListenerOptions? Registry { get; init; } = new() { Name = "registry", Port = 8081 };

    /// <summary>
    /// Whether a record is acknowledged under <c>acks=all</c> only once the disk has it; true unless set. Without, a process that is
    /// killed loses nothing, a machine that loses power may.
    /// </summary>
    public bool Fsync { get; init; } = true;

    /// <summary>Whether asking for a topic that is missing makes it; Kafka's <c>auto.create.topics.enable</c>. True unless set.</summary>
    public bool AutoCreateTopics { get; init; } = true;

    /// <summary>Partitions of a topic that nobody described; Kafka's <c>num.partitions</c>. 1 unless set.</summary>
    public int DefaultPartitions { get; init; } = 1;

    /// <summary>
    /// Whether topics may be made that ask for more replicas than one, as programs written for a cluster do. They get one. False
    /// unless set: who asks for three copies should not believe that there are three.
    /// </summary>
    public bool TakeAnyReplicationFactor { get; init; }

    /// <summary>How consumer groups are kept.</summary>
    public GroupOptions Groups { get; init; } = new();

    /// <summary>How transactions and producers are kept.</summary>
    public TransactionOptions Transactions { get; init; } = new();

    /// <summary>How often the logs' housekeeping looks.</summary>
    public LogCleanerOptions Cleaning { get; init; } = new();

    /// <summary>How the schema registry answers.</summary>
    public SchemaRegistryServerOptions SchemaRegistry { get; init; } = new();

    /// <summary>What clients may take of the broker.</summary>
    public NetworkLimits Limits { get; init; } = new();

    /// <returns>What is wrong, with the key to change; null where nothing is.</returns>
    internal string? Fault() =>
        string.IsNullOrWhiteSpace(DataDirectory) ? $"{Section}:{nameof(DataDirectory)} is empty. Name a folder."
        : Listeners.Count == 0 ? $"{Section}:{nameof(Listeners)} is empty. Name at least one."
        : Listeners.Select((listener, index) => listener.Fault($"{Section}:{nameof(Listeners)}:{index}")).FirstOrDefault(fault => fault is not null) is { } wrong ? wrong
        : Registry?.Fault($"{Section}:{nameof(Registry)}") is { } unusable ? unusable
        : Registry?.Sasl is not null ? $"{Section}:{nameof(Registry)}:{nameof(ListenerOptions.Sasl)} is set, and HTTP has no SASL. Name the registry's users in {Section}:{nameof(SchemaRegistry)}:{nameof(SchemaRegistryServerOptions.Users)}."
        : DefaultPartitions < 1 ? $"{Section}:{nameof(DefaultPartitions)} is {DefaultPartitions}. It must be 1 or more."
        : Limits.RequestMemoryBytes < Limits.MaxRequestBytes ? $"{Section}:{nameof(Limits)}:{nameof(NetworkLimits.RequestMemoryBytes)} is {Limits.RequestMemoryBytes}. It must be at least {nameof(NetworkLimits.MaxRequestBytes)}, {Limits.MaxRequestBytes}."
        : null;

    /// <summary>The same by Kafka's names, for clients that ask how the broker is set.</summary>
    internal IReadOnlyDictionary<string, string> ByKafkasNames() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["auto.create.topics.enable"] = AutoCreateTopics ? "true" : "false",
        ["broker.id"] = Text(BrokerNode.Id),
        ["connections.max.idle.ms"] = Text((long)Limits.IdleTimeout.TotalMilliseconds),
        ["default.replication.factor"] = "1",
        ["fetch.max.bytes"] = Text(Limits.MaxFetchBytes),
        ["log.dirs"] = Path.GetFullPath(DataDirectory),
        ["max.connections"] = Text(Limits.MaxConnections),
        ["num.partitions"] = Text(DefaultPartitions),
        ["queued.max.request.bytes"] = Text(Limits.RequestMemoryBytes),
        ["socket.request.max.bytes"] = Text(Limits.MaxRequestBytes),
    };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
