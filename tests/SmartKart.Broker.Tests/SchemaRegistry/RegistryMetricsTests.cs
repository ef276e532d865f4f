using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SmartKart.Broker.Tests.SchemaRegistry;

public sealed class RegistryMetricsTests
{
    [Fact]
    public async Task Requests_are_counted_by_route_and_class_of_status_and_what_is_held_is_measured()
    {
        var counted = new ConcurrentBag<string>();
        var held = new ConcurrentBag<(string Name, int Value)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, it) =>
            {
                if (instrument.Meter.Name == "SmartKart.Broker" && instrument.Name.StartsWith("smartkart.broker.registry.", StringComparison.Ordinal))
                    it.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Add($"{tags[0].Value} {tags[1].Value}"));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => held.Add((instrument.Name, value)));
        listener.Start();

        await using var registry = await TestRegistry.StartAsync();
        for (var index = 0; index < 17; index++) await registry.RegisterAsync($"metered-{index}", TestSchemas.Cart);
        await registry.GetAsync("/subjects/metered-none/versions/3/referencedby");
        await registry.GetAsync("/nowhere/at/all");
        await registry.RestartAsync();             // a request is counted once its answer has been sent: closing waits for that
        listener.RecordObservableInstruments();

        // Other tests' registries may be at work in the same process.
        counted.Count(it => it == "/subjects/{subject}/versions 2xx").ShouldBeGreaterThanOrEqualTo(17);
        counted.ShouldContain("/subjects/{subject}/versions/{version}/referencedby 4xx");
        counted.ShouldContain("other 4xx");
        held.ShouldContain(("smartkart.broker.registry.subjects", 17));
        held.ShouldContain(("smartkart.broker.registry.schemas", 1));
    }
}
