using System.Text.Json;

namespace SmartKart.Backfill.Replay.Positions;

/// <summary>How far a source was replayed into a cluster: per topic, so that topics may be replayed one by one.</summary>
/// <param name="Version">The layout of this record.</param>
/// <param name="Source">What it is, for people.</param>
/// <param name="ShiftMicroseconds">How much later everything happens than the source says.</param>
/// <param name="Topics">The topics, by name.</param>
internal sealed record ReplayPosition(int Version, string Source, long ShiftMicroseconds, IReadOnlyDictionary<string, TopicPosition> Topics)
{
    public const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web);

    /// <summary>Before the first event.</summary>
    public static ReplayPosition Start(string source, TimeSpan shift) =>
        new(CurrentVersion, source, shift.Ticks / TimeSpan.TicksPerMicrosecond, new Dictionary<string, TopicPosition>());

    /// <summary>How much later everything happens than the source says.</summary>
    public TimeSpan Shift => TimeSpan.FromMicroseconds(ShiftMicroseconds);

    /// <summary>As bytes: UTF-8 JSON.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Layout);

    /// <exception cref="JsonException">The bytes are no position.</exception>
    public static ReplayPosition Parse(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<ReplayPosition>(bytes, Layout) is { Version: CurrentVersion, Topics: not null } position
            ? position
            : throw new JsonException($"It is no position of version {CurrentVersion}.");
}

/// <summary>How far a source was replayed into a topic.</summary>
/// <param name="TopicId">What tells the topic from another of its name: one that was deleted and made anew has nothing of the source.</param>
/// <param name="Events">How many of the source's events for the topic are in it: its first ones.</param>
/// <param name="IsComplete">Whether those are all.</param>
internal sealed record TopicPosition(Guid TopicId, long Events, bool IsComplete);
