using System.Diagnostics.Metrics;
using SmartKart.Serving.Models;

namespace SmartKart.Serving.Shadowing;

/// <summary>What shadows measure, under the meter <c>SmartKart.Serving</c>. Thread safe.</summary>
internal sealed class ShadowMetrics : IDisposable
{
    private readonly Meter _meter = new("SmartKart.Serving");
    private readonly Histogram<double> _durations;
    private readonly Histogram<double> _agreement;
    private readonly Counter<long> _lists;

    public ShadowMetrics()
    {
        _durations = _meter.CreateHistogram<double>(
            "smartkart.serving.shadow_duration", "s", "Time in which a candidate made a list in the shadow of the champion's, by its version");
        _agreement = _meter.CreateHistogram(
            "smartkart.serving.shadow_agreement", "1", "Of a list's products the share that the candidate's list of the same length has, too, by its version",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1] });
        _lists = _meter.CreateCounter<long>(
            "smartkart.serving.shadow_lists", "{list}", "Lists in the shadow of the champion's, by the candidate's version and outcome: made, failed, dropped");
    }

    /// <summary>A list was made.</summary>
    public void Made(ServedModel candidate, TimeSpan duration, double? agreement)
    {
        var version = new KeyValuePair<string, object?>("version", candidate.VersionTag);
        _durations.Record(duration.TotalSeconds, version);
        if (agreement is { } share) _agreement.Record(share, version);
        Count(candidate, "made");
    }

    /// <summary>The candidate failed.</summary>
    public void Failed(ServedModel candidate) => Count(candidate, "failed");

    /// <summary>There was no room for one.</summary>
    public void Dropped(ServedModel candidate) => Count(candidate, "dropped");

    public void Dispose() => _meter.Dispose();

    private void Count(ServedModel candidate, string outcome) =>
        _lists.Add(1, new KeyValuePair<string, object?>("version", candidate.VersionTag), new KeyValuePair<string, object?>("outcome", outcome));
}
