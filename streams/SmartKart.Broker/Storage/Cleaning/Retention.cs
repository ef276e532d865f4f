namespace SmartKart.Broker.Storage;

/// <summary>
/// Lets a log's oldest segments go, by age and by size, as Kafka does: whole segments, oldest first, and only those below the
/// high watermark. An active segment whose records are all too old is closed first, so that it goes too.
/// </summary>
internal static class Retention
{
    /// <returns>Segments that went.</returns>
    public static int Apply(PartitionLog log, TimeProvider time)
    {
        var settings = log.Settings;
        if (!settings.Deletes) return 0;
        var segments = log.Segments;
        if (settings.RetentionAge is { } age && segments[^1].Size > 0 && IsTooOld(segments[^1], time, age))
        {
            log.Roll();
            segments = log.Segments;
        }
        var gone = Math.Max(ByAge(segments, settings.RetentionAge, time), BySize(segments, settings.RetentionBytes));
        if (gone == 0) return 0;
        log.DeleteRecordsBefore(segments[gone].BaseOffset);
        return gone;
    }

    private static int ByAge(Segment[] segments, TimeSpan? age, TimeProvider time)
    {
        var gone = 0;
        while (age is { } limit && gone < segments.Length - 1 && IsTooOld(segments[gone], time, limit)) gone++;
        return gone;
    }

    private static int BySize(Segment[] segments, long? bytes)
    {
        var gone = 0;
        var excess = bytes is { } limit ? segments.Sum(segment => segment.Size) - limit : 0;
        while (gone < segments.Length - 1 && excess >= segments[gone].Size && excess > 0) excess -= segments[gone++].Size;
        return gone;
    }

    // Records without a timestamp age with their file.
    private static bool IsTooOld(Segment segment, TimeProvider time, TimeSpan age)
    {
        var newest = segment.MaxTimestamp >= 0 ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(segment.MaxTimestamp, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()))
            : new DateTimeOffset(File.GetLastWriteTimeUtc(segment.LogPath), TimeSpan.Zero);
        return time.GetUtcNow() - newest > age;
    }
}
