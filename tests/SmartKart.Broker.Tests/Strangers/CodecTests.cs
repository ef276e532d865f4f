using System.Globalization;
using System.Text.Json.Nodes;
using SmartKart.Broker.Tests.Running;

namespace SmartKart.Broker.Tests.Strangers;

/// <summary>
/// What one client writes, under each codec that it has, every client reads: keys, values, their absence, headers, timestamps, large records.
/// </summary>
public sealed class CodecTests(ITestOutputHelper output)
{
    private static readonly string[] Codecs = ["none", "gzip", "snappy", "lz4", "zstd"];
    private static readonly Sent[] Records =
    [
        new("k0", "first", 1, new() { ["trace"] = "a1" }, 1_700_000_000_001),
        new(null, "keyless", 1, [], 1_700_000_000_002),
        new("k2", null, 0, new() { ["one"] = "1", ["two"] = "2" }, 1_700_000_000_003),
        new("k3", "ab", 480_000, [], 1_700_000_000_004),
    ];

    public static TheoryData<string> Writers => [.. Stranger.All];

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task What_a_client_writes_under_each_codec_every_client_reads(string writer)
    {
        var client = Stranger.Named(writer);
        await using var broker = await RunningBroker.StartAsync();
        var topics = Codecs.ToDictionary(codec => codec, codec => $"from-{writer}-{codec}");

        var said = await client.DoAsync("write", new { bootstrap = broker.BootstrapServers, topics, records = Records });

        foreach (var lack in said.Where(line => line.ContainsKey("lacks")))
            output.WriteLine($"{writer} does not write {lack["lacks"]}: {lack["why"]}");
        var wrote = said.Where(line => line.ContainsKey("wrote")).Select(line => topics[line["wrote"]!.GetValue<string>()]).ToArray();
        wrote.Length.ShouldBeGreaterThanOrEqualTo(2);
        await Task.WhenAll(Stranger.All.Where(reader => Stranger.Lacks(reader) is null).Select(async reader =>
        {
            var readable = wrote.Where(topic => CanRead(reader, topic)).ToArray();
            var errand = new { bootstrap = broker.BootstrapServers, topics = readable, isolation = "read_committed" };
            var read = (await Stranger.Named(reader).DoAsync("read", errand)).ToLookup(line => line["topic"]!.GetValue<string>(), line => Text(line, writer));
            foreach (var topic in readable) read[topic].ShouldBe(Records.Select(record => record.Expected(writer)), $"{reader} reads {topic}");
        }));
    }

    // kafkajs opens gzip alone without packages of others.
    private static bool CanRead(string reader, string topic) =>
        reader != Stranger.KafkaJs || topic.EndsWith("-none", StringComparison.Ordinal) || topic.EndsWith("-gzip", StringComparison.Ordinal);

    private static string Text(JsonObject line, string writer)
    {
        var headers = line["headers"]!.AsObject().Select(header => $"{header.Key}={header.Value}");
        var timestamp = writer == Stranger.Kcat ? "now" : line["timestamp"]!.ToString();
        return $"{line["key"]?.ToString() ?? "null"} {line["value"]?.ToString() ?? "null"} {line["size"]} {string.Join(",", headers)} {timestamp}";
    }

    private sealed record Sent(string? Key, string? Value, int Times, Dictionary<string, string> Headers, long Timestamp)
    {
        public string Expected(string writer)
        {
            var value = Value is null ? null : string.Concat(Enumerable.Repeat(Value, Times));
            var timestamp = writer == Stranger.Kcat ? "now" : Timestamp.ToString(CultureInfo.InvariantCulture);
            var start = value?[..Math.Min(20, value.Length)];
            var headers = string.Join(",", Headers.Select(header => $"{header.Key}={header.Value}"));
            return string.Create(CultureInfo.InvariantCulture, $"{Key ?? "null"} {start ?? "null"} {value?.Length ?? -1} {headers} {timestamp}");
        }
    }
}
