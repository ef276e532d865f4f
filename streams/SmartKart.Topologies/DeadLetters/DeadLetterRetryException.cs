namespace SmartKart.Topologies.DeadLetters;

/// <summary>Dead letters that can't be retried. What was sent before is committed, and is not sent again.</summary>
public sealed class DeadLetterRetryException : Exception
{
    private DeadLetterRetryException(string message, Exception? cause = null) : base(message, cause) { }

    internal static DeadLetterRetryException NoTopic(string topic, Exception cause) => new(
        $"there is no topic '{topic}' on the cluster, so there is nothing to retry there. See which there are: smartkart topics list.", cause);

    internal static DeadLetterRetryException BadLine(int line, string problem, Exception? cause = null) => new(
        $"Line {line} of the mended events: {problem.TrimEnd('.')}. Each line is {{\"event_id\": …, \"value\": {{…}}}}: the dead letter's event_id, and the event as it "
        + "should have been. Nothing was sent.", cause);

    internal static DeadLetterRetryException StillWrong(Guid letter, Exception cause) => new(
        $"The mended event of the dead letter {letter} can't be used either: {cause.Message} Mend it on. Nothing was sent in this step.", cause);
}
