namespace SmartKart.Streams;

/// <summary>When windows close: by stream time, so long after their end.</summary>
/// <param name="DelayMs">How long after the end of a window a record may still come into it.</param>
/// <param name="EndIncluded">Whether the end is in the window: of sliding windows and sessions it is.</param>
internal readonly record struct ClosingRule(long DelayMs, bool EndIncluded)
{
    /// <summary>Windows that end before this have closed, those that end then or later have not.</summary>
    public long EarliestOpenEndMs(long streamTimeMs) => streamTimeMs - DelayMs + (EndIncluded ? 0 : 1);
}
