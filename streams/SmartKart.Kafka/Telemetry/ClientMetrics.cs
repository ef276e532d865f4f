using System.Diagnostics.Metrics;
using System.Text.Json;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// librdkafka's statistics as metrics of the meter <c>SmartKart.Kafka</c>, tagged with the client's name and topic. librdkafka counts
/// from the client's opening, so a counter here grows by the difference to the time before. One per client, fed on its polling thread.
/// </summary>
internal sealed class ClientMetrics(ClientType type)
{
    internal const string MeterName = "SmartKart.Kafka";
    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> RecordsProduced = Meter.CreateCounter<long>("smartkart.kafka.records_produced", "{record}", "Records sent to a broker");
    private static readonly Counter<long> BytesProduced = Meter.CreateCounter<long>("smartkart.kafka.bytes_produced", "By", "Their bytes");
    private static readonly Counter<long> RecordsConsumed = Meter.CreateCounter<long>("smartkart.kafka.records_consumed", "{record}", "Records that came from a broker");
    private static readonly Counter<long> BytesConsumed = Meter.CreateCounter<long>("smartkart.kafka.bytes_consumed", "By", "Their bytes");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("smartkart.kafka.requests", "{request}", "Requests sent to brokers");
    private static readonly Gauge<long> QueuedRecords = Meter.CreateGauge<long>("smartkart.kafka.queued_records", "{record}", "Records of a producer that wait to be sent or acknowledged");
    private static readonly Gauge<long> QueuedBytes = Meter.CreateGauge<long>("smartkart.kafka.queued_bytes", "By", "Their bytes");
    private static readonly Gauge<long> LagRecords = Meter.CreateGauge<long>("smartkart.kafka.consumer_lag", "{record}", "Records between what a consumer read and a topic's end, over its partitions");
    private static readonly Gauge<double> RoundTrip = Meter.CreateGauge<double>("smartkart.kafka.round_trip_p99", "s", "99th percentile of a request's round trip, over the slowest broker");

    private long _recordsOut, _bytesOut, _recordsIn, _bytesIn, _requests;

    /// <summary>Takes one of librdkafka's JSON documents (its STATISTICS.md).</summary>
    internal void Record(string client, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        var tag = new KeyValuePair<string, object?>("client", client);
        if (type == ClientType.Producer)
        {
            Grow(RecordsProduced, ref _recordsOut, root.GetProperty("txmsgs").GetInt64(), tag);
            Grow(BytesProduced, ref _bytesOut, root.GetProperty("txmsg_bytes").GetInt64(), tag);
            QueuedRecords.Record(root.GetProperty("msg_cnt").GetInt64(), tag);
            QueuedBytes.Record(root.GetProperty("msg_size").GetInt64(), tag);
        }
        else
        {
            Grow(RecordsConsumed, ref _recordsIn, root.GetProperty("rxmsgs").GetInt64(), tag);
            Grow(BytesConsumed, ref _bytesIn, root.GetProperty("rxmsg_bytes").GetInt64(), tag);
            foreach (var topic in root.GetProperty("topics").EnumerateObject())
                LagRecords.Record(Lag(topic.Value), tag, new KeyValuePair<string, object?>("topic", topic.Name));
        }
        Grow(Requests, ref _requests, root.GetProperty("tx").GetInt64(), tag);
        RoundTrip.Record(SlowestRoundTripSeconds(root.GetProperty("brokers")), tag);
    }

    private static void Grow(Counter<long> counter, ref long last, long now, KeyValuePair<string, object?> tag)
    {
        counter.Add(now - last, tag);
        last = now;
    }

    // -1 is librdkafka's "not known yet", and partition -1 its place for records without one.
    private static long Lag(JsonElement topic)
    {
        long lag = 0;
        foreach (var partition in topic.GetProperty("partitions").EnumerateObject())
            lag += Math.Max(0, partition.Value.GetProperty("consumer_lag").GetInt64());
        return lag;
    }

    private static double SlowestRoundTripSeconds(JsonElement brokers)
    {
        long slowestMicros = 0;
        foreach (var broker in brokers.EnumerateObject())
            slowestMicros = Math.Max(slowestMicros, broker.Value.GetProperty("rtt").GetProperty("p99").GetInt64());
        return slowestMicros / 1e6;
    }
}
