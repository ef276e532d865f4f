namespace SmartKart.Kafka;

/// <summary>Of several things that one call was about some failed; the others were done.</summary>
public sealed class KafkaPartialFailureException : KafkaException
{
    internal KafkaPartialFailureException(int asked, IReadOnlyList<KafkaException> failures)
        : base($"{failures.Count} of {asked} failed. {string.Join(" ", failures.Select(each => each.Message))}", failures[0].Code, failures[0]) =>
        Failures = failures;

    /// <summary>Each thing's error.</summary>
    public IReadOnlyList<KafkaException> Failures { get; }

    /// <inheritdoc/>
    public override bool IsRetriable => Failures.All(each => each.IsRetriable);
}
