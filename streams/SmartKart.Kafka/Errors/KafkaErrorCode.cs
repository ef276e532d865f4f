namespace SmartKart.Kafka;

/// <summary>
/// Kafka's error codes, and below zero librdkafka's own, by the numbers that both use. Only those are named which a caller may act on;
/// any other number may come too, and an exception's message gives its name.
/// </summary>
public enum KafkaErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The client's state was lost beyond repair; dispose it and open another.</summary>
    Fatal = -150,

    /// <summary>The broker cannot be reached, or the connection broke.</summary>
    Transport = -195,

    /// <summary>A bootstrap server's name does not resolve.</summary>
    Resolve = -193,

    /// <summary>A record was not acknowledged within <c>delivery.timeout.ms</c>.</summary>
    DeliveryTimedOut = -192,

    /// <summary>The end of a partition was reached; an event, not an error.</summary>
    PartitionEnd = -191,

    /// <summary>The topic has no such partition.</summary>
    UnknownPartition = -190,

    /// <summary>The topic does not exist, as far as the client knows.</summary>
    UnknownTopic = -188,

    /// <summary>No broker can be reached.</summary>
    AllBrokersDown = -187,

    /// <summary>An argument was refused.</summary>
    InvalidArgument = -186,

    /// <summary>No answer within the time that was given.</summary>
    TimedOut = -185,

    /// <summary>The producer's queue is full: <c>queue.buffering.max.messages</c> or <c>.kbytes</c> is reached.</summary>
    QueueFull = -184,

    /// <summary>TLS failed.</summary>
    Tls = -181,

    /// <summary>The group's coordinator is not known yet.</summary>
    WaitingForCoordinator = -180,

    /// <summary>The group assigns partitions; an event, not an error.</summary>
    AssignPartitions = -175,

    /// <summary>The group takes partitions back; an event, not an error.</summary>
    RevokePartitions = -174,

    /// <summary>The call does not fit the client's state, such as a record outside a transaction.</summary>
    WrongState = -172,

    /// <summary>SASL authentication failed.</summary>
    Authentication = -169,

    /// <summary>What was asked for is not there.</summary>
    NotFound = -156,

    /// <summary>There is no offset to commit, or none was.</summary>
    NoOffset = -168,

    /// <summary>The broker lacks a feature that the call needs.</summary>
    UnsupportedFeature = -165,

    /// <summary>The record was still in the queue when its transaction was aborted or its producer closed.</summary>
    PurgedFromQueue = -152,

    /// <summary>The record was on its way when its transaction was aborted or its producer closed.</summary>
    PurgedInFlight = -151,

    /// <summary>Records are missing between what was acknowledged and what comes next.</summary>
    GaplessGuarantee = -148,

    /// <summary>The consumer polled too seldom, and its group went on without it.</summary>
    PolledTooSeldom = -147,

    /// <summary>Another producer with this transactional id took over.</summary>
    Fenced = -144,

    /// <summary>The partitions were given to another member already.</summary>
    AssignmentLost = -142,

    /// <summary>A partition has no committed offset, and <c>auto.offset.reset</c> is <c>error</c>.</summary>
    NoOffsetToStartFrom = -140,

    /// <summary>The broker does not say.</summary>
    Unknown = -1,

    /// <summary>The offset is not within the partition.</summary>
    OffsetOutOfRange = 1,

    /// <summary>The broker has no such topic or partition.</summary>
    UnknownTopicOrPartition = 3,

    /// <summary>The partition has no leader at the moment.</summary>
    LeaderNotAvailable = 5,

    /// <summary>The partition's leader is another broker now.</summary>
    NotLeader = 6,

    /// <summary>The broker did not finish in time.</summary>
    RequestTimedOut = 7,

    /// <summary>A record is larger than the topic takes.</summary>
    RecordTooLarge = 10,

    /// <summary>The coordinator is starting.</summary>
    CoordinatorLoading = 14,

    /// <summary>There is no coordinator at the moment.</summary>
    CoordinatorNotAvailable = 15,

    /// <summary>The coordinator is another broker now.</summary>
    NotCoordinator = 16,

    /// <summary>The topic's name is not one.</summary>
    InvalidTopic = 17,

    /// <summary>Too few replicas are in step.</summary>
    NotEnoughReplicas = 19,

    /// <summary>The member's generation of the group is over.</summary>
    IllegalGeneration = 22,

    /// <summary>The group does not know the member.</summary>
    UnknownMember = 25,

    /// <summary>The group is rebalancing.</summary>
    RebalanceInProgress = 27,

    /// <summary>No permission for the topic.</summary>
    TopicAuthorization = 29,

    /// <summary>No permission for the group.</summary>
    GroupAuthorization = 30,

    /// <summary>No permission for the cluster.</summary>
    ClusterAuthorization = 31,

    /// <summary>The broker speaks no version of the request that the client does.</summary>
    UnsupportedVersion = 35,

    /// <summary>The topic exists already.</summary>
    TopicExists = 36,

    /// <summary>A number of partitions that cannot be.</summary>
    InvalidPartitions = 37,

    /// <summary>A replication factor beyond the number of brokers, or below 1.</summary>
    InvalidReplicationFactor = 38,

    /// <summary>A topic's setting that does not exist, or a value that it does not take.</summary>
    InvalidConfig = 40,

    /// <summary>A policy of the broker forbids it.</summary>
    PolicyViolation = 44,

    /// <summary>A gap or a repetition in what an idempotent producer sent.</summary>
    OutOfOrderSequence = 45,

    /// <summary>An older life of the producer.</summary>
    InvalidProducerEpoch = 47,

    /// <summary>The call does not fit the transaction's state.</summary>
    InvalidTransactionState = 48,

    /// <summary>Another transaction of this producer is not over yet.</summary>
    ConcurrentTransactions = 51,

    /// <summary>No permission for the transactional id.</summary>
    TransactionalIdAuthorization = 53,

    /// <summary>The broker's disk failed.</summary>
    Storage = 56,

    /// <summary>The broker refused the credentials.</summary>
    SaslAuthentication = 58,

    /// <summary>The group has members.</summary>
    NonEmptyGroup = 68,

    /// <summary>There is no such group.</summary>
    GroupNotFound = 69,

    /// <summary>Another consumer with this <c>group.instance.id</c> took over.</summary>
    FencedInstance = 82,

    /// <summary>A member of the group reads the topic.</summary>
    GroupSubscribed = 86,

    /// <summary>Offsets of an open transaction are pending.</summary>
    UnstableOffsetCommit = 88,

    /// <summary>Another producer with this transactional id took over.</summary>
    ProducerFenced = 90,

    /// <summary>An older life of the member.</summary>
    FencedMemberEpoch = 110,

    /// <summary>The broker has no such assignor.</summary>
    UnsupportedAssignor = 112,

    /// <summary>The member is behind its group.</summary>
    StaleMemberEpoch = 113,

    /// <summary>The transaction can only be aborted.</summary>
    TransactionAbortable = 120,
}
