using SmartKart.Prometheus.Exposition;

namespace SmartKart.Prometheus.Tests.Exposition;

public sealed class MetricNameTests
{
    [Theory]
    [InlineData("smartkart.streams.commit_duration", "s", MetricKind.Histogram, "smartkart_streams_commit_duration_seconds")]
    [InlineData("smartkart.streams.records_processed", "{record}", MetricKind.Counter, "smartkart_streams_records_processed_total")]
    [InlineData("smartkart.kafka.bytes_produced", "By", MetricKind.Counter, "smartkart_kafka_bytes_produced_total")]       // the unit is not said twice
    [InlineData("smartkart.broker.network.sent", "By", MetricKind.Counter, "smartkart_broker_network_sent_bytes_total")]
    [InlineData("smartkart.featurestore.online.circuit_open", "1", MetricKind.Gauge, "smartkart_featurestore_online_circuit_open")]
    [InlineData("requests_total", null, MetricKind.Counter, "requests_total")]
    [InlineData("99-problems", null, MetricKind.Gauge, "_99_problems")]
    internal void An_instruments_name_ends_with_its_base_unit_and_a_counters_with_total(string instrument, string? unit, MetricKind kind, string expected) =>
        MetricName.Of(instrument, unit, kind).ShouldBe(expected);
}
