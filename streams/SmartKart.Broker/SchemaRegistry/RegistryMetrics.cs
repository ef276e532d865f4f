using System.Diagnostics.Metrics;
using System.Globalization;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>What the schema registry measures, on the broker's meter. Routes are patterns, so their number is fixed.</summary>
internal sealed class RegistryMetrics : IDisposable
{
    private readonly Meter _meter = new("SmartKart.Broker");
    private readonly Counter<long> _requests;

    public RegistryMetrics(Func<RegistryState> state)
    {
        _requests = _meter.CreateCounter<long>("smartkart.broker.registry.requests", "{request}", "Requests answered, by route and class of status");
        _meter.CreateObservableGauge("smartkart.broker.registry.subjects", () => state().Subjects.Count, "{subject}", "Subjects, softly deleted ones too");
        _meter.CreateObservableGauge(
            "smartkart.broker.registry.schemas", () => state().Places.Count, "{schema}", "Schemas, each counted once however many subjects hold it");
    }

    public void Answered(string route, int status) => _requests.Add(1,
        new KeyValuePair<string, object?>("route", route),
        new KeyValuePair<string, object?>("status", string.Create(CultureInfo.InvariantCulture, $"{status / 100}xx")));

    public void Dispose() => _meter.Dispose();
}
