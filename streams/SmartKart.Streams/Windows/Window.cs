namespace SmartKart.Streams;

/// <summary>A span of event time.</summary>
/// <param name="StartMs">Its first instant, ms since 1970, UTC.</param>
/// <param name="EndMs">
/// Its end, ms since 1970, UTC: excluded for tumbling and hopping windows, included for sliding and session windows.
/// </param>
public readonly record struct Window(long StartMs, long EndMs)
{
    /// <inheritdoc />
    public override string ToString() => $"[{DateTimeOffset.FromUnixTimeMilliseconds(StartMs):O}, {DateTimeOffset.FromUnixTimeMilliseconds(EndMs):O}]";
}
