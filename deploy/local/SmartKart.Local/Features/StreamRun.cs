namespace SmartKart.Local.Features;

/// <summary>Views' tiles, computed from the stream as it came, and brought to the online store.</summary>
/// <param name="Views">How many views.</param>
/// <param name="Events">Events of the history.</param>
/// <param name="Records">Records processed for them, those of internal topics and transactions' markers included.</param>
/// <param name="Elapsed">From the first event's publication until all of it stood in Redis.</param>
internal sealed record StreamRun(int Views, long Events, long Records, TimeSpan Elapsed)
{
    /// <summary>For a program.</summary>
    public object ToDocument() => new { Views, Events, Records, Seconds = Elapsed.TotalSeconds, EventsPerSecond = Math.Round(Events / Elapsed.TotalSeconds) };
}
