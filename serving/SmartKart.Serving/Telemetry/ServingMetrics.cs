using System.Diagnostics.Metrics;
using SmartKart.Serving.Models;
using SmartKart.Serving.Recommending;
using SmartKart.Serving.Rollouts;

namespace SmartKart.Serving.Telemetry;

/// <summary>What serving measures, under the meter <c>SmartKart.Serving</c>. Thread safe.</summary>
internal sealed class ServingMetrics : IDisposable
{
    private readonly Meter _meter = new("SmartKart.Serving");
    private readonly Histogram<double> _lists;
    private readonly Histogram<double> _stages;
    private readonly Counter<long> _swaps;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _failed;
    private readonly Histogram<double> _variants;
    private readonly Counter<long> _variantFaults;
    private readonly Gauge<double> _percent;
    private readonly Counter<long> _rollbacks;
    private readonly Counter<long> _events;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _eventsRefused;
    private readonly Counter<long> _requestsRefused;

    public ServingMetrics()
    {
        _lists = _meter.CreateHistogram<double>("smartkart.serving.list_duration", "s", "Time to make a list of recommendations, by the rung that it was made on");
        _stages = _meter.CreateHistogram<double>("smartkart.serving.stage_duration", "s", "Time of a stage of a list: the visitor's features, the model");
        _swaps = _meter.CreateCounter<long>("smartkart.serving.model_swaps", "{swap}", "Versions of a model that were taken up");
        _refused = _meter.CreateCounter<long>("smartkart.serving.models_refused", "{version}", "Versions of a model that could not be opened");
        _failed = _meter.CreateCounter<long>("smartkart.serving.model_failures", "{list}", "Lists that a model failed to make, and a lower rung made");
        _variants = _meter.CreateHistogram<double>(
            "smartkart.serving.variant_list_duration", "s", "Time to make a list, by the model's version and the variant: champion, candidate");
        _variantFaults = _meter.CreateCounter<long>(
            "smartkart.serving.variant_faults", "{list}", "Lists that a model failed to make or made on a lower rung than fresh, by version and variant");
        _percent = _meter.CreateGauge<double>("smartkart.serving.rollout_percent", "%", "Of 100 visitors how many get the candidate now");
        _rollbacks = _meter.CreateCounter<long>("smartkart.serving.rollbacks", "{version}", "Canaries that were worse than the champion and were taken out");
        _events = _meter.CreateCounter<long>("smartkart.serving.events", "{event}", "Events that were taken, by topic");
        _lost = _meter.CreateCounter<long>("smartkart.serving.events_lost", "{event}", "Events that were taken and never reached the cluster");
        _eventsRefused = _meter.CreateCounter<long>("smartkart.serving.events_refused", "{event}", "Events and impressions that could not be taken, by topic");
        _requestsRefused = _meter.CreateCounter<long>(
            "smartkart.serving.requests_refused", "{request}", "Requests that no key let in, by reason: no_key, unknown_key, missing_scope, rate_limited");
    }

    /// <summary>A list was made.</summary>
    public void Answered(Rung rung, TimeSpan duration) => _lists.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("rung", RungNames.Of(rung)));

    /// <summary>A stage of a list ended.</summary>
    public void Stage(string stage, TimeSpan duration) => _stages.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("stage", stage));

    /// <summary>A version was taken up.</summary>
    public void ModelSwapped(string model, int version) =>
        _swaps.Add(1, new KeyValuePair<string, object?>("model", model), new KeyValuePair<string, object?>("version", version));

    /// <summary>A version was refused.</summary>
    public void ModelRefused(string model) => _refused.Add(1, new KeyValuePair<string, object?>("model", model));

    /// <summary>A model failed to make a list.</summary>
    public void ModelFailed(string model) => _failed.Add(1, new KeyValuePair<string, object?>("model", model));

    /// <summary>A model was asked for a list. Hot path: per request.</summary>
    /// <param name="model">Which.</param>
    /// <param name="variant">As what.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="isFault">Whether it failed, or the list wasn't fresh.</param>
    public void Asked(ServedModel model, Variant variant, TimeSpan duration, bool isFault)
    {
        KeyValuePair<string, object?> version = new("version", model.VersionTag), of = new("variant", VariantNames.Of(variant));
        _variants.Record(duration.TotalSeconds, version, of);
        if (isFault) _variantFaults.Add(1, version, of);
    }

    /// <summary>So many of 100 visitors get the candidate from now on.</summary>
    public void RolledOut(double percent) => _percent.Record(percent);

    /// <summary>A canary was taken out.</summary>
    public void RolledBack(string model, int version) =>
        _rollbacks.Add(1, new KeyValuePair<string, object?>("model", model), new KeyValuePair<string, object?>("version", version));

    /// <summary>Events were taken.</summary>
    public void Taken(string topic, int events) => _events.Add(events, new KeyValuePair<string, object?>("topic", topic));

    /// <summary>Events were refused, for they could not be sent.</summary>
    public void Refused(string topic, int events) => _eventsRefused.Add(events, new KeyValuePair<string, object?>("topic", topic));

    /// <summary>Events were lost.</summary>
    public void Lost(long events) => _lost.Add(events);

    /// <summary>A request was not let in.</summary>
    public void RequestRefused(string reason) => _requestsRefused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => _meter.Dispose();
}
