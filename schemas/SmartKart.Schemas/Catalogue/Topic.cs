using System.Globalization;

namespace SmartKart.Schemas.Catalogue;

/// <summary>One topic, as <c>schemas/topics.yaml</c> states it. Immutable.</summary>
public sealed record Topic
{
    /// <summary>The largest dead letter: twice the largest record that topics take unless told otherwise, which it holds whole.</summary>
    public const int DeadLetterBytesMax = 2 << 20;

    /// <summary>Name in Kafka, in snake case.</summary>
    public required string Name { get; init; }

    /// <summary>What the topic carries, in one line.</summary>
    public required string Doc { get; init; }

    /// <summary>The field of the value, a string, whose UTF-8 text is the record's key.</summary>
    public required string Key { get; init; }

    /// <summary>How many partitions, 1 or more.</summary>
    public required int Partitions { get; init; }

    /// <summary>What becomes of old records.</summary>
    public required CleanupPolicy Cleanup { get; init; }

    /// <summary>How long records are kept; null exactly where <see cref="Cleanup"/> does not delete.</summary>
    public required TimeSpan? Retention { get; init; }

    /// <summary>Full name of the record that is the value, such as <c>smartkart.events.Clickstream</c>.</summary>
    public required string ValueSchema { get; init; }

    /// <summary>Who writes the topic: <c>commerce</c>, <c>streams</c>, <c>serving</c> or <c>jobs</c>.</summary>
    public required string Producer { get; init; }

    /// <summary>The cleanup policy as Kafka writes it: <c>delete</c>, <c>compact</c> or <c>compact,delete</c>.</summary>
    public string CleanupText => Cleanup switch
    {
        CleanupPolicy.Delete => "delete",
        CleanupPolicy.Compact => "compact",
        _ => "compact,delete",
    };

    /// <summary>How long records stay, in words: <c>7d</c>, or <c>the last of each key</c>.</summary>
    public string KeptText => Retention switch
    {
        null => "the last of each key",
        { } kept when Cleanup.HasFlag(CleanupPolicy.Compact) => $"the last of each key, {DurationText.Format(kept)}",
        { } kept => DurationText.Format(kept),
    };

    /// <summary>The settings with which Kafka is asked to create the topic, by Kafka's names; partitions and replicas are not settings.</summary>
    public IReadOnlyDictionary<string, string> Settings => Name == Topics.DeadLetters
        ? new SortedDictionary<string, string>(CommonSettings, StringComparer.Ordinal) { ["max.message.bytes"] = DeadLetterBytesMax.ToString(CultureInfo.InvariantCulture) }
        : CommonSettings;

    private SortedDictionary<string, string> CommonSettings => new(StringComparer.Ordinal)
    {
        ["cleanup.policy"] = CleanupText,
        // Whether an event is ahead of time is asked of its record's, so that must be the cluster's: see EventRules.
        ["message.timestamp.type"] = "LogAppendTime",
        ["retention.ms"] = Retention is { } kept ? ((long)kept.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) : "-1",
    };
}
