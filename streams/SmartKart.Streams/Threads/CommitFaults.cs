using SmartKart.Kafka;

namespace SmartKart.Streams.Threads;

/// <summary>Which failures of an offset commit a thread gets over by committing again later.</summary>
internal static class CommitFaults
{
    // The group rebalances, or has not told this member yet: if the partitions are gone, an event says so.
    public static bool Passes(KafkaException fault) => fault.IsRetriable || fault.Code is KafkaErrorCode.StaleMemberEpoch or KafkaErrorCode.FencedMemberEpoch
        or KafkaErrorCode.IllegalGeneration or KafkaErrorCode.UnknownMember or KafkaErrorCode.RebalanceInProgress;
}
