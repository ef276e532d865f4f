using SmartKart.Broker.Groups.Records;

namespace SmartKart.Broker.Groups.Offsets;

/// <summary>Where a group is in a partition.</summary>
/// <param name="RecordOffset">Where the commit itself lies in the offsets topic: of two, the later one counts.</param>
/// <param name="Offset">The next record to read.</param>
/// <param name="LeaderEpoch">Of the last record read; −1 where the client does not say.</param>
/// <param name="Metadata">The client's own note.</param>
/// <param name="CommittedAtMs">When, in ms since 1970.</param>
/// <param name="ExpiresAtMs">When it goes by its client's wish, in ms since 1970; −1 where the broker's retention decides.</param>
internal sealed record CommittedOffset(long RecordOffset, long Offset, int LeaderEpoch, string Metadata, long CommittedAtMs, long ExpiresAtMs)
{
    public static CommittedOffset From(OffsetCommitValue value, long recordOffset) =>
        new(recordOffset, value.Offset, value.LeaderEpoch, value.Metadata, value.CommitTimestamp, value.ExpireTimestamp);

    /// <param name="unusedSinceMs">Since when nobody uses it; null while someone does.</param>
    /// <param name="nowMs">Now.</param>
    /// <param name="retention">How long it may lie unused.</param>
    public bool HasExpired(long? unusedSinceMs, long nowMs, TimeSpan retention) =>
        unusedSinceMs is { } since && (ExpiresAtMs >= 0 ? nowMs >= ExpiresAtMs : nowMs - since >= retention.TotalMilliseconds);
}
