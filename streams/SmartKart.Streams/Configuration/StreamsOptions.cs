using SmartKart.Streams.Processing;

namespace SmartKart.Streams;

/// <summary>How an application runs its topology: the section <c>Streams</c> of the configuration.</summary>
public sealed record StreamsOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Streams";

    /// <summary>
    /// The application: the name of its group, and what its internal topics and its state's folder begin with. 1 to 200 of a–z, A–Z, 0–9,
    /// '.', '_' and '-'. Instances that share the work share it.
    /// </summary>
    public string ApplicationId { get; init; } = "";

    /// <summary>What a failure may do to the results; <see cref="ProcessingGuarantee.AtLeastOnce"/> unless set.</summary>
    public ProcessingGuarantee ProcessingGuarantee { get; init; }

    /// <summary>How many threads this instance begins with, 1 to 1,000; 1 unless set.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// How far its threads give way to others, 0 to 19, as nice(1) counts; 0 unless set. For an instance that shares a machine with what it depends on: a
    /// broker that waits for a processor keeps all waiting. Linux alone.
    /// </summary>
    public int ThreadNiceness { get; init; }

    /// <summary>How often what was done is committed, 1 ms to 1 h; null, the default, is 100 ms under exactly once and 30 s else.</summary>
    public TimeSpan? CommitInterval { get; init; }

    /// <summary>
    /// How often it is committed by a thread that has more to catch up with than it processes in this time, 1 ms to 1 h; null, the default, as well as
    /// what is less than <see cref="CommitInterval"/>: as often as else. What is written for a key between two commits is written once.
    /// </summary>
    public TimeSpan? CatchUpCommitInterval { get; init; }

    /// <summary>
    /// Where state is kept, in a folder per application; <c>.smartkart/streams</c> unless set. One process at a time uses an application's
    /// folder. Null: nothing is kept on disk, and persistent stores can't be used.
    /// </summary>
    public string? StateDirectory { get; init; } = Path.Combine(".smartkart", "streams");

    /// <summary>
    /// How many instances may go at once, with standbys of their tasks kept where the broker would then assign them, 0 to 3; 0 unless set.
    /// </summary>
    public int NumStandbyReplicas { get; init; }

    /// <summary>How many records of a partition may wait in memory before it is paused, 1 to 1,000,000; 1,000 unless set.</summary>
    public int BufferedRecordsPerPartition { get; init; } = 1000;

    /// <summary>
    /// How long a task that reads several partitions waits for one that has nothing to give, so that records are taken by time. Zero, the
    /// default, waits only for records that are known to be on their way; more waits so long also at a partition's end; a negative span
    /// never waits. At most 1 h.
    /// </summary>
    public TimeSpan MaxTaskIdle { get; init; } = TimeSpan.Zero;

    /// <summary>How much uncommitted state the threads may hold together before they commit early, 0 or more bytes; 64 MiB unless set.</summary>
    public long StateStoreCacheMaxBytes { get; init; } = 64L << 20;

    /// <summary>Decides about records that can't be read; stops at the first unless set.</summary>
    public IExceptionHandler DeserializationExceptionHandler { get; init; } = ExceptionHandlers.Fail;

    /// <summary>Decides about records that a processor throws at; stops at the first unless set.</summary>
    public IExceptionHandler ProcessingExceptionHandler { get; init; } = ExceptionHandlers.Fail;

    /// <summary>Decides about records that can't be written; stops at the first unless set.</summary>
    public IExceptionHandler ProductionExceptionHandler { get; init; } = ExceptionHandlers.Fail;

    /// <summary>The topic for records that a handler dead-letters; null for none. It must exist.</summary>
    public string? DeadLetterTopic { get; init; }

    /// <summary>How dead letters are written; as the records came, with headers that say what happened, unless set.</summary>
    public IDeadLetterFormat? DeadLetterFormat { get; init; }

    /// <summary>
    /// How many failed threads are replaced within <see cref="ThreadReplacementWindow"/>, 0 or more, before the client gives up; 5 unless
    /// set. A thread that was fenced, or that lost the broker, starts over and does not count.
    /// </summary>
    public int ThreadReplacementLimit { get; init; } = 5;

    /// <summary>Within which time failed threads are counted, more than 0; 10 minutes unless set.</summary>
    public TimeSpan ThreadReplacementWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How instances share the partitions; <see cref="StreamsGroupProtocol.Consumer"/> unless set. Where the cluster doesn't speak that, the
    /// application goes on with <see cref="StreamsGroupProtocol.Classic"/>, and a warning.
    /// </summary>
    public StreamsGroupProtocol GroupProtocol { get; init; }

    /// <summary>Where other instances reach this one's queries, <c>host:port</c>; null for nowhere.</summary>
    public string? ApplicationServer { get; init; }

    /// <summary>On how many brokers each internal topic is kept; -1, the default, leaves it to the broker.</summary>
    public int InternalTopicReplicationFactor { get; init; } = -1;

    /// <summary>Where to begin in a partition of which nothing was committed; its first record unless set, here or at the source.</summary>
    public AutoOffsetReset AutoOffsetReset { get; init; } = AutoOffsetReset.Earliest;

    /// <summary>How often repartition records that were processed are deleted, 1 s to 1 day; 30 s unless set.</summary>
    public TimeSpan RepartitionPurgeInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the group is looked at for standby tasks to keep, 100 ms to 1 h; 2 s unless set.</summary>
    public TimeSpan StandbyPlanInterval { get; init; } = TimeSpan.FromSeconds(2);

    internal bool IsExactlyOnce => ProcessingGuarantee == ProcessingGuarantee.ExactlyOnceV2;

    internal TimeSpan EffectiveCommitInterval => CommitInterval ?? (IsExactlyOnce ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(30));

    internal TimeSpan LongestCommitInterval => CatchUpCommitInterval is { } seldom && seldom > EffectiveCommitInterval ? seldom : EffectiveCommitInterval;
}

/// <summary>What a failure may do to the results.</summary>
public enum ProcessingGuarantee
{
    /// <summary>No record is lost; some may be processed twice.</summary>
    AtLeastOnce,

    /// <summary>
    /// What is read, kept and written commits in one transaction per thread, so that results are as if each record was processed once.
    /// Readers of the output set <c>isolation.level=read_committed</c>.
    /// </summary>
    ExactlyOnceV2,
}

/// <summary>How instances share the partitions.</summary>
public enum StreamsGroupProtocol
{
    /// <summary>The broker assigns (KIP-848): a rebalance stops only what moves. Apache Kafka 4.0 and later.</summary>
    Consumer,

    /// <summary>A member assigns, and all stop for it: for older clusters. Members are static, so that a restart moves nothing.</summary>
    Classic,
}
