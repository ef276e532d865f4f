namespace SmartKart.Kafka;

/// <summary>
/// The Kafka client could not do as asked. The leaves say what a caller may do about it: open another client, abort the transaction,
/// try again, or mend the cause.
/// </summary>
public abstract class KafkaException : Exception
{
    private protected KafkaException(string message, KafkaErrorCode code, Exception? cause = null) : base(message, cause) => Code = code;

    /// <summary>What went wrong, in Kafka's or librdkafka's numbers; <see cref="KafkaErrorCode.None"/> where neither was asked.</summary>
    public KafkaErrorCode Code { get; }

    /// <summary>The client can do no more: dispose it and open another.</summary>
    public virtual bool IsFatal => false;

    /// <summary>The same call may succeed later.</summary>
    public virtual bool IsRetriable => false;

    /// <summary>The transaction can only be aborted; the producer lives on.</summary>
    public virtual bool RequiresAbort => false;
}

/// <summary>librdkafka is not there or cannot be loaded. Nothing was opened.</summary>
public sealed class KafkaLibraryException : KafkaException
{
    internal KafkaLibraryException(string message, Exception? cause = null) : base(message, KafkaErrorCode.None, cause) { }
}

/// <summary>librdkafka refuses a setting. Nothing was opened.</summary>
public sealed class KafkaConfigurationException : KafkaException
{
    internal KafkaConfigurationException(string? key, string message) : base(message, KafkaErrorCode.InvalidArgument) => Key = key;

    /// <summary>The setting, by librdkafka's name; null where several do not fit together.</summary>
    public string? Key { get; }
}

/// <summary>A call failed for good: the same call will fail again until its cause is mended.</summary>
public sealed class KafkaRequestException : KafkaException
{
    internal KafkaRequestException(string message, KafkaErrorCode code) : base(message, code) { }
}

/// <summary>A call failed for now: the same call may succeed later.</summary>
public sealed class KafkaRetriableException : KafkaException
{
    internal KafkaRetriableException(string message, KafkaErrorCode code) : base(message, code) { }

    /// <inheritdoc/>
    public override bool IsRetriable => true;
}

/// <summary>The transaction can only be aborted, and then begun again with the same records.</summary>
public sealed class KafkaAbortableException : KafkaException
{
    internal KafkaAbortableException(string message, KafkaErrorCode code) : base(message, code) { }

    /// <inheritdoc/>
    public override bool RequiresAbort => true;
}

/// <summary>The client can do no more, as when another took its transactional id over: dispose it and open another.</summary>
public sealed class KafkaFatalException : KafkaException
{
    internal KafkaFatalException(string message, KafkaErrorCode code) : base(message, code) { }

    /// <inheritdoc/>
    public override bool IsFatal => true;
}
