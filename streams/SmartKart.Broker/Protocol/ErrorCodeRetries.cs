namespace SmartKart.Broker.Protocol;

/// <summary>Which errors pass: a client may send the same request again.</summary>
internal static class ErrorCodeRetries
{
    extension(ErrorCode code)
    {
        /// <summary>As Apache Kafka's clients see it.</summary>
        public bool IsRetriable => code is
            ErrorCode.CorruptMessage
            or ErrorCode.UnknownTopicOrPartition
            or ErrorCode.LeaderNotAvailable
            or ErrorCode.NotLeaderOrFollower
            or ErrorCode.RequestTimedOut
            or ErrorCode.ReplicaNotAvailable
            or ErrorCode.NetworkException
            or ErrorCode.CoordinatorLoadInProgress
            or ErrorCode.CoordinatorNotAvailable
            or ErrorCode.NotCoordinator
            or ErrorCode.NotEnoughReplicas
            or ErrorCode.NotEnoughReplicasAfterAppend
            or ErrorCode.NotController
            or ErrorCode.ConcurrentTransactions
            or ErrorCode.KafkaStorageError
            or ErrorCode.FetchSessionIdNotFound
            or ErrorCode.InvalidFetchSessionEpoch
            or ErrorCode.ListenerNotFound
            or ErrorCode.FencedLeaderEpoch
            or ErrorCode.UnknownLeaderEpoch
            or ErrorCode.OffsetNotAvailable
            or ErrorCode.PreferredLeaderNotAvailable
            or ErrorCode.EligibleLeadersNotAvailable
            or ErrorCode.ElectionNotNeeded
            or ErrorCode.UnstableOffsetCommit
            or ErrorCode.ThrottlingQuotaExceeded
            or ErrorCode.UnknownTopicId
            or ErrorCode.InconsistentTopicId
            or ErrorCode.FetchSessionTopicIdError
            or ErrorCode.ShareSessionNotFound
            or ErrorCode.InvalidShareSessionEpoch
            or ErrorCode.ShareSessionLimitReached;
    }
}
