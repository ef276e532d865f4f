namespace SmartKart.Backfill.RoundTrip;

/// <summary>
/// What a history's round trip found. Every row stands under one outcome, every event under one topic, and each event came back as it
/// was.
/// </summary>
public sealed record RoundTripReport
{
    /// <summary>The history's name.</summary>
    public required string History { get; init; }

    /// <summary>Input rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Input rows that no event tells of.</summary>
    public required long RowsRejected { get; init; }

    /// <summary>Input rows that at least one event tells of.</summary>
    public long RowsConverted => Rows - RowsRejected;

    /// <summary>The rows by what became of them, the most frequent first.</summary>
    public required IReadOnlyList<OutcomeRows> Outcomes { get; init; }

    /// <summary>The events by topic, by name.</summary>
    public required IReadOnlyList<TopicEvents> Topics { get; init; }

    /// <summary>The earliest event; null where there is none.</summary>
    public required DateTimeOffset? FirstOccurredAt { get; init; }

    /// <summary>The latest event; null where there is none.</summary>
    public required DateTimeOffset? LastOccurredAt { get; init; }

    /// <summary>Reading, mapping, encoding, decoding and comparing, together.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>All events.</summary>
    public long Events => Topics.Sum(topic => topic.Events);

    /// <summary>All events' Avro binary.</summary>
    public long SizeBytes => Topics.Sum(topic => topic.SizeBytes);

    /// <summary>Input rows per second.</summary>
    public double RowsPerSecond => Rows / Elapsed.TotalSeconds;

    /// <summary>Events read, mapped, encoded, decoded and compared per second.</summary>
    public double EventsPerSecond => Events / Elapsed.TotalSeconds;
}

/// <summary>The rows of one outcome.</summary>
/// <param name="Outcome">Its name, in snake case.</param>
/// <param name="Rows">How many.</param>
/// <param name="Topics">The topics they went into; none where they were rejected.</param>
/// <param name="Rule">What they are, and what they become or why not.</param>
public sealed record OutcomeRows(string Outcome, long Rows, IReadOnlyList<string> Topics, string Rule);

/// <summary>The events of one topic.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="Events">How many.</param>
/// <param name="SizeBytes">Their Avro binary.</param>
public sealed record TopicEvents(string Topic, long Events, long SizeBytes);
