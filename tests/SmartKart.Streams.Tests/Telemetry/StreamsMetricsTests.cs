using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Telemetry;

public sealed class StreamsMetricsTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    [Fact]
    public async Task It_counts_what_tasks_and_operators_took_and_skipped_and_how_far_they_are_behind()
    {
        var (from, to, application) = (await broker.NewTopicAsync(2), await broker.NewTopicAsync(), $"metrics-{Guid.NewGuid():N}"); // the meter is the process's: no other test may share the name
        broker.ProduceNumbers(from, records: 50, partitions: 2, keys: 4);
        var topology = Topologies.Count(from, to, record =>
        {
            if (record.Value == "7") throw new InvalidOperationException("Not this one.");
        });
        var sums = new ConcurrentDictionary<string, double>();
        using var listener = Listen(application, sums);
        await using (await Application.RunAsync(broker, topology, new StreamsOptions
        {
            ApplicationId = application, StateDirectory = null, CommitInterval = TimeSpan.FromMilliseconds(50), ProcessingExceptionHandler = ExceptionHandlers.Skip,
        }))
        {
            using var reader = new TopicReader(broker, to);
            reader.Read(49);
            await Application.Eventually(() => sums.GetValueOrDefault("records_processed") >= 50, () => $"the counts; there are {string.Join(", ", sums)}");
            listener.RecordObservableInstruments();
        }

        sums["records_processed"].ShouldBe(50);
        sums["operator_records:in"].ShouldBe(50);
        sums["operator_records:count"].ShouldBe(50);
        sums["operator_records:out"].ShouldBe(49);
        sums["records_skipped"].ShouldBe(1);
        sums["rebalances"].ShouldBeGreaterThan(0);
        (sums["running"], sums["tasks"]).ShouldBe((1, 2), "a task for each partition, and none that is restored");
        sums["store_entries:counts"].ShouldBe(4, "one of each key");
        sums["store_size:counts"].ShouldBeGreaterThan(0);
        sums["stream_time"].ShouldBeGreaterThan(0);
        foreach (var name in new[] { "lag_records", "lag", "poll_duration", "process_duration", "commit_duration", "task_start_duration" }) sums.Keys.ShouldContain(name);
    }

    private static MeterListener Listen(string application, ConcurrentDictionary<string, double> sums)
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, own) => { if (instrument.Meter.Name == StreamsMetrics.MeterName) own.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        return listener;

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string name = instrument.Name["smartkart.streams.".Length..], mine = "", node = "";
            foreach (var (tag, text) in tags)
            {
                if (tag == "application") mine = (string?)text ?? "";
                if (tag is "operator" or "store") node = ":" + text;
            }
            if (mine == application) sums.AddOrUpdate(name + node, value, (_, sum) => sum + value);
        }
    }
}
