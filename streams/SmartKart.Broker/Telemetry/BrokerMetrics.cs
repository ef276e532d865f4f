using System.Diagnostics;
using System.Diagnostics.Metrics;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Telemetry;

/// <summary>What the broker tells of itself, under the meter <c>SmartKart.Broker</c>. Hot path: per request.</summary>
internal sealed class BrokerMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "SmartKart.Broker";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _bytesReceived;
    private readonly Counter<long> _bytesSent;
    private readonly Counter<long> _recordsProduced;
    private readonly Counter<long> _bytesProduced;
    private readonly Counter<long> _bytesFetched;
    private readonly Counter<long> _authentications;
    private readonly Counter<long> _handshakes;
    private readonly Histogram<double> _requestDuration;
    private readonly Histogram<double> _flushDuration;
    private readonly TagList[] _apis;

    public BrokerMetrics()
    {
        _bytesReceived = _meter.CreateCounter<long>("smartkart.broker.network.received", "By", "Bytes of requests.");
        _bytesSent = _meter.CreateCounter<long>("smartkart.broker.network.sent", "By", "Bytes of responses.");
        _recordsProduced = _meter.CreateCounter<long>("smartkart.broker.records.produced", "{record}", "Records appended for producers.");
        _bytesProduced = _meter.CreateCounter<long>("smartkart.broker.bytes.produced", "By", "Bytes of batches appended for producers.");
        _bytesFetched = _meter.CreateCounter<long>("smartkart.broker.bytes.fetched", "By", "Bytes of batches handed to consumers.");
        _authentications = _meter.CreateCounter<long>("smartkart.broker.authentications", "{attempt}", "Attempts to authenticate that came to an end, by mechanism and outcome.");
        _handshakes = _meter.CreateCounter<long>("smartkart.broker.tls.handshakes", "{handshake}", "TLS handshakes, by outcome.");
        _requestDuration = _meter.CreateHistogram<double>("smartkart.broker.request.duration", "s", "From a request's last byte to its response's, by API; of a fetch, its long poll included.");
        _flushDuration = _meter.CreateHistogram<double>("smartkart.broker.flush.duration", "s", "One fsync of a partition's log.");
        var keys = Enum.GetValues<ApiKey>();
        _apis = new TagList[keys.Max(key => (int)key) + 1];
        foreach (var key in keys) _apis[(int)key] = new TagList { { "api", key.ToString() } };
    }

    public void Received(long bytes) => _bytesReceived.Add(bytes);

    public void Sent(long bytes) => _bytesSent.Add(bytes);

    public void Answered(ApiKey api, TimeSpan duration) => _requestDuration.Record(duration.TotalSeconds, in _apis[(int)api]);

    public void Flushed(TimeSpan duration) => _flushDuration.Record(duration.TotalSeconds);

    public void Authenticated(string mechanism, bool succeeded) => _authentications.Add(1, new("mechanism", mechanism), Outcome(succeeded));

    public void TlsHandshake(bool succeeded) => _handshakes.Add(1, Outcome(succeeded));

    public void Produced(long records, long bytes)
    {
        _recordsProduced.Add(records);
        _bytesProduced.Add(bytes);
    }

    public void Fetched(long bytes) => _bytesFetched.Add(bytes);

    public void ObserveConnections(Func<int> open) => _meter.CreateObservableGauge("smartkart.broker.connections", open, "{connection}", "Open connections.");

    public void ObserveRequestMemory(Func<long> used) => _meter.CreateObservableGauge("smartkart.broker.request.memory", used, "By", "Memory that requests occupy.");

    /// <summary>What each topic's logs hold, and have held.</summary>
    public void ObserveTopics(Func<IEnumerable<Topic>> topics)
    {
        _meter.CreateObservableGauge("smartkart.broker.log_size", () => topics().Select(topic => Of(topic, topic.Partitions.Sum(partition => partition.Log.SizeBytes))), "By", "Bytes of a topic's logs, over its partitions.");
        _meter.CreateObservableCounter("smartkart.broker.log_records", () => topics().Select(topic => Of(topic, topic.Partitions.Sum(partition => partition.Log.LogEndOffset))), "{record}", "Offsets that a topic has given so far, over its partitions; transactions' markers have some, too.");
    }

    private static Measurement<long> Of(Topic topic, long value) => new(value, new KeyValuePair<string, object?>("topic", topic.Name));

    /// <summary>Counts of things that are in one of a few states.</summary>
    public void ObserveStates(string name, string unit, string description, Func<IEnumerable<(string State, int Count)>> counts) =>
        _meter.CreateObservableGauge(name, () => counts().Select(state => new Measurement<int>(state.Count, new KeyValuePair<string, object?>("state", state.State))), unit, description);

    private static KeyValuePair<string, object?> Outcome(bool succeeded) => new("outcome", succeeded ? "success" : "failure");

    public void Dispose() => _meter.Dispose();
}
