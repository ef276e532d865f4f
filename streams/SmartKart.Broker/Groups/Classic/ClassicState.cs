namespace SmartKart.Broker.Groups.Classic;

/// <summary>Where a classic group stands, in Kafka's words, which clients are told.</summary>
internal enum ClassicState
{
    /// <summary>No members; maybe offsets.</summary>
    Empty = 0,

    /// <summary>Waits for its members to join the next generation.</summary>
    PreparingRebalance,

    /// <summary>The generation has its members, and waits for the leader's assignment.</summary>
    CompletingRebalance,

    /// <summary>Everyone has an assignment.</summary>
    Stable,
}
