using System.Globalization;

namespace SmartKart.Broker.Groups;

/// <summary>How groups are kept. Kafka's broker settings, by Kafka's defaults unless said otherwise.</summary>
public sealed record GroupOptions
{
    /// <summary><c>group.initial.rebalance.delay.ms</c>: how long an empty classic group waits for more members before its first generation.
    /// Kafka waits 3 s; on one machine members start together.</summary>
    public TimeSpan InitialRebalanceDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary><c>group.min.session.timeout.ms</c>: the shortest session that a classic member may ask for.</summary>
    public TimeSpan MinSessionTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary><c>group.max.session.timeout.ms</c>: the longest session that a classic member may ask for.</summary>
    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a classic member that has no id yet may wait for its first generation: Kafka's fixed 5 minutes.</summary>
    public TimeSpan NewMemberJoinTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>group.max.size</c> and <c>group.consumer.max.size</c>: the most members a group takes, at least 1.</summary>
    public int MaxMembers { get; init; } = int.MaxValue;

    /// <summary><c>group.consumer.session.timeout.ms</c>: a member of a consumer group that is silent for longer is out.</summary>
    public TimeSpan ConsumerSessionTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// <c>group.consumer.heartbeat.interval.ms</c>: how often members of consumer groups are told to report. A second, not Kafka's five: who joins waits as
    /// long for the partitions that another gives up, and one machine has few members.
    /// </summary>
    public TimeSpan ConsumerHeartbeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><c>offset.metadata.max.bytes</c>: the longest note that may be committed with an offset, in characters, as Kafka counts it.</summary>
    public int MaxOffsetMetadata { get; init; } = 4096;

    /// <summary><c>offsets.retention.minutes</c>: how long offsets outlive the last member of their group.</summary>
    public TimeSpan OffsetsRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>offsets.retention.check.interval.ms</c>: how often what has expired is removed.</summary>
    public TimeSpan OffsetsRetentionCheck { get; init; } = TimeSpan.FromMinutes(10);

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range; the message names it.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(InitialRebalanceDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MinSessionTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSessionTimeout, MinSessionTimeout);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(NewMemberJoinTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMembers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConsumerHeartbeatInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConsumerSessionTimeout, ConsumerHeartbeatInterval);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxOffsetMetadata, 0);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(OffsetsRetention, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(OffsetsRetentionCheck, TimeSpan.Zero);
    }

    /// <summary>What a consumer group is told, by Kafka's names for a group's settings.</summary>
    internal IReadOnlyDictionary<string, string> ByKafkasNames() => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["consumer.heartbeat.interval.ms"] = Milliseconds(ConsumerHeartbeatInterval),
        ["consumer.session.timeout.ms"] = Milliseconds(ConsumerSessionTimeout),
    };

    private static string Milliseconds(TimeSpan span) => ((long)span.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
