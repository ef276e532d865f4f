namespace SmartKart.Kafka;

/// <summary>One record that was not delivered.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its partition; -1 where none was chosen yet.</param>
/// <param name="Tag">What the caller gave it to know it by.</param>
/// <param name="Code">Why.</param>
/// <param name="Reason">Why, in librdkafka's words.</param>
public readonly record struct DeliveryFailure(string Topic, int Partition, long Tag, KafkaErrorCode Code, string Reason)
{
    /// <summary>Its key; null for none.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    /// <summary>Its value; null for a tombstone.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>The same as what is thrown where nobody asks for failures.</summary>
    public KafkaDeliveryException ToException() => new([this], 1, inTransaction: false);
}

/// <summary>Records that were handed over were not delivered, since the last call that said so.</summary>
public sealed class KafkaDeliveryException : KafkaException
{
    internal KafkaDeliveryException(IReadOnlyList<DeliveryFailure> failures, long failedRecords, bool inTransaction)
        : base(Describe(failures, failedRecords, inTransaction), failures[0].Code)
    {
        Failures = failures;
        FailedRecords = failedRecords;
        RequiresAbort = inTransaction;
    }

    /// <summary>The first of them, at most 10,000, and no more after 64 MiB of keys and values.</summary>
    public IReadOnlyList<DeliveryFailure> Failures { get; }

    /// <summary>How many failed.</summary>
    public long FailedRecords { get; }

    /// <inheritdoc/>
    public override bool RequiresAbort { get; }

    private static string Describe(IReadOnlyList<DeliveryFailure> failures, long failedRecords, bool inTransaction)
    {
        var first = failures[0];
        var remedy = inTransaction
            ? "Abort the transaction and produce its records again."
            : KafkaErrors.Remedy(first.Code) ?? "Produce them again, or put them aside: Failures says which they are.";
        return $"{failedRecords} record(s) were not delivered. The first: to {first.Topic}[{first.Partition}], tag {first.Tag}: {first.Reason}. {remedy}";
    }
}
