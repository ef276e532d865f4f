namespace SmartKart.Kafka;

/// <summary>What became of one of the things that an administrative call was about: the others may have fared differently.</summary>
/// <param name="Name">The topic, group or resource.</param>
/// <param name="Error">Why it was not done; null where it was.</param>
public readonly record struct AdminResult(string Name, KafkaException? Error)
{
    /// <summary>It was done.</summary>
    public bool Succeeded => Error is null;
}

/// <summary>What was learnt about one of the things that an administrative call asked about.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Name">The topic, group or resource.</param>
/// <param name="Answer">The answer; null exactly where there is an error.</param>
/// <param name="Error">Why there is no answer; null where there is one.</param>
public readonly record struct AdminResult<T>(string Name, T? Answer, KafkaException? Error) where T : class
{
    /// <summary>The answer, or its error thrown.</summary>
    /// <exception cref="KafkaException">There is none.</exception>
    public T Value => Answer ?? throw (Error ?? (Exception)new InvalidOperationException($"Nothing was asked about '{Name}'."));
}

/// <summary>What became of one partition.</summary>
/// <param name="Partition">Which.</param>
/// <param name="Offset">Its offset after the call, or the one that was asked for; <see cref="SmartKart.Kafka.Offset.None"/> where there is none.</param>
/// <param name="Error">Why not; null where all went well.</param>
public readonly record struct PartitionResult(TopicPartition Partition, long Offset, KafkaException? Error)
{
    /// <summary>Of what a group committed, the note that was committed with it; null where there is none.</summary>
    public string? Metadata { get; init; }
}

/// <summary>For callers to whom a part is not enough.</summary>
public static class AdminResults
{
    /// <summary>Throws where anything failed: its own error where it is one thing, else all of them in one.</summary>
    /// <exception cref="KafkaException">Something failed.</exception>
    public static void ThrowIfAnyFailed(this IReadOnlyList<AdminResult> results) => Throw(results.Count, results.Select(each => each.Error));

    /// <inheritdoc cref="ThrowIfAnyFailed(IReadOnlyList{AdminResult})"/>
    public static void ThrowIfAnyFailed(this IReadOnlyList<PartitionResult> results) => Throw(results.Count, results.Select(each => each.Error));

    private static void Throw(int asked, IEnumerable<KafkaException?> errors)
    {
        KafkaException[] failures = [.. errors.OfType<KafkaException>()];
        if (failures.Length == 0) return;
        throw asked == 1 ? failures[0] : new KafkaPartialFailureException(asked, failures);
    }
}
