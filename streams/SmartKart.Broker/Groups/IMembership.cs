using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Groups;

/// <summary>Who is in a group, by one of the two protocols. Used under the group's lock.</summary>
internal interface IMembership
{
    /// <summary>Kafka's word for the protocol: <c>Classic</c> or <c>Consumer</c>.</summary>
    string Type { get; }

    /// <summary>What the members do together, such as <c>consumer</c>; empty where there never was one.</summary>
    string ProtocolType { get; }

    /// <summary>Kafka's word for the state, such as <c>Stable</c>.</summary>
    string StateName { get; }

    /// <summary>Without members.</summary>
    bool IsEmpty { get; }

    bool IsSubscribedTo(string topic);

    /// <summary>Whether someone may commit offsets as who they say they are; keeps a classic member's session alive.</summary>
    /// <param name="committer">Who they say they are.</param>
    /// <param name="isTransactional">As part of a transaction.</param>
    /// <param name="version">Of the request.</param>
    /// <param name="partitions">Of which.</param>
    ErrorCode CheckOffsetCommit(Committer committer, bool isTransactional, short version, IEnumerable<TopicPartition> partitions);

    ErrorCode CheckOffsetFetch(string? memberId, int memberEpoch);

    ErrorCode CheckOffsetDelete();

    /// <summary>Since when an offset that was committed at an instant counts as unused; null while it is in use. Milliseconds since 1970.</summary>
    long? UnusedSince(long committedAtMs);

    /// <summary>What makes a restart forget these members.</summary>
    IEnumerable<GroupRecord> Tombstones();

    /// <summary>Goes on after everything was read back: sessions begin anew.</summary>
    void Resume();

    /// <summary>Answers those who wait with an error, and stops all timers.</summary>
    void Close(ErrorCode answer);
}
