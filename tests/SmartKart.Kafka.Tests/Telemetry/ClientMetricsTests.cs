using System.Diagnostics.Metrics;

namespace SmartKart.Kafka.Tests.Telemetry;

public sealed class ClientMetricsTests
{
    [Fact]
    public void Librdkafka_s_statistics_become_metrics_of_the_client()
    {
        using var cluster = new MockCluster();
        var topic = cluster.CreateTopic("measured");
        using var producer = BatchProducer.Open(cluster.Configuration.With("client.id", "metered-producer").With("statistics.interval.ms", "50"));
        using var consumer = BatchConsumer.Open(cluster.Member("group").With("client.id", "metered-consumer").With("statistics.interval.ms", "50"));
        var totals = new Dictionary<(string Client, string Metric), double>();
        using var listener = Listen((client, metric, value) => totals[(client, metric)] = totals.GetValueOrDefault((client, metric)) + value);
        consumer.Subscribe(topic);
        var batch = new ProducerBatch(topic);
        for (var n = 0; n < 100; n++) batch.Add(default, new byte[10]);
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);

        consumer.ConsumeUntil(() =>
        {
            producer.Poll(TimeSpan.Zero);
            return totals.GetValueOrDefault((consumer.Name, "smartkart.kafka.records_consumed")) >= 100
                && totals.GetValueOrDefault((producer.Name, "smartkart.kafka.records_produced")) >= 100
                && totals.ContainsKey((consumer.Name, "smartkart.kafka.consumer_lag"));
        }, "the statistics");

        totals[(producer.Name, "smartkart.kafka.records_produced")].ShouldBe(100);
        totals[(producer.Name, "smartkart.kafka.bytes_produced")].ShouldBeGreaterThanOrEqualTo(1000);
        totals[(producer.Name, "smartkart.kafka.requests")].ShouldBeGreaterThan(0);
        totals.ShouldContainKey((producer.Name, "smartkart.kafka.queued_records"));
        totals.ShouldContainKey((producer.Name, "smartkart.kafka.round_trip_p99"));
    }

    private static MeterListener Listen(Action<string, string, double> record)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "SmartKart.Kafka") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.Start();
        return listener;

        // Other tests' clients are measured too, on their own threads.
        void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var (key, client) in tags)
            {
                if (key == "client" && client is string name && name.StartsWith("metered-", StringComparison.Ordinal)) record(name, instrument.Name, value);
            }
        }
    }
}
