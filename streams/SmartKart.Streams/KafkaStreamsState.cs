namespace SmartKart.Streams;

/// <summary>What an application does at the moment, by the names of Kafka Streams.</summary>
public enum KafkaStreamsState
{
    /// <summary>It was not started.</summary>
    Created,

    /// <summary>It gets its partitions, or restores its state. Tasks that are ready process meanwhile.</summary>
    Rebalancing,

    /// <summary>All its tasks process.</summary>
    Running,

    /// <summary>It commits, closes its tasks and leaves.</summary>
    PendingShutdown,

    /// <summary>It has stopped. It can't be started again.</summary>
    NotRunning,

    /// <summary>It stops because of an error.</summary>
    PendingError,

    /// <summary>It has stopped because of an error.</summary>
    Error,
}

/// <summary>The application went from one state to another.</summary>
/// <param name="Old">What it did.</param>
/// <param name="New">What it does now.</param>
/// <param name="Reason">Why, in words.</param>
public readonly record struct StateChange(KafkaStreamsState Old, KafkaStreamsState New, string Reason);
