using SmartKart.Schemas.Events;

namespace SmartKart.Topologies.DeadLetters;

/// <summary>Which dead letters are meant; all unless it says less.</summary>
public sealed record DeadLetterChoice
{
    /// <summary>Of records of this topic; null for any.</summary>
    public string? SourceTopic { get; init; }

    /// <summary>Written at this time or later; null for any.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>These letters, by their <c>event_id</c>; empty for any.</summary>
    public IReadOnlySet<Guid> EventIds { get; init; } = new HashSet<Guid>();

    internal bool Has(DeadLetter letter) =>
        (SourceTopic is null || letter.SourceTopic == SourceTopic)
        && (Since is not { } since || letter.OccurredAt >= since)
        && (EventIds.Count == 0 || EventIds.Contains(letter.EventId));
}
