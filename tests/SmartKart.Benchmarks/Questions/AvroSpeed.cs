using System.Buffers.Binary;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Simulation;
using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Schemas.Events;

namespace SmartKart.Benchmarks.Questions;

/// <summary>
/// How fast is a click on the wire? The clickstream of a simulated day, on one thread: ours, and on the same messages avsc
/// and Apache's Avro for Python. Each encodes as its users would on a hot path, into a buffer that it has already, and
/// decodes whole messages into its own objects.
/// </summary>
public sealed class AvroSpeed : IBenchmark
{
    private const int Messages = 5_000;     // about a megabyte: beyond the first caches, as a stream is

    /// <inheritdoc />
    public string Name => "avro";

    /// <inheritdoc />
    public string Description => "How fast the Avro codec writes and reads clickstream events, beside avsc and Apache's Avro for Python.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("encode_per_s", "{message}/s", "clickstream events encoded into the caller's buffer", Target.AtLeast(5_000_000)),
        new("decode_per_s", "{message}/s", "clickstream events decoded into records", Target.AtLeast(3_000_000)),
        new("encode_alloc_b", "By", "bytes allocated by encoding one", Target.AtMost(0)),
        new("decode_alloc_b", "By", "bytes allocated by decoding one"),
        new("record_b", "By", "bytes of one record and its strings: what decoding must allocate"),
        new("message_b", "By", "encoded bytes of one, on average"),
        new("encode_vs_avsc", "1", "times as fast as avsc", Target.AtLeast(3)),
        new("decode_vs_avsc", "1", "times as fast as avsc", Target.AtLeast(3)),
        new("encode_vs_python", "1", "times as fast as Apache's Avro for Python"),
        new("decode_vs_python", "1", "times as fast as Apache's Avro for Python"),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        run.Say("simulating a day's clicks");
        var events = Clicks(cancel);
        var encoded = Array.ConvertAll(events, Encoded);
        var folder = Directory.CreateTempSubdirectory("smartkart-avro-");
        try
        {
            var (schema, messages) = (Path.Combine(folder.FullName, "schema.avsc"), Path.Combine(folder.FullName, "messages.bin"));
            await File.WriteAllTextAsync(schema, ClickstreamCodec.Schema.ToString(), cancel);
            await File.WriteAllBytesAsync(messages, Framed(encoded), cancel);
            var peers = Path.Combine(run.CheckoutRoot, "tests", "peers");
            await using var avsc = PeerProcess.Start("avsc", "node", Path.Combine(peers, "avro_race.cjs"), schema, messages);
            await using var python = PeerProcess.Start("Apache Avro for Python", "/usr/bin/python3", Path.Combine(peers, "avro_race.py"), schema, messages);
            var medians = await Race.RunAsync([Encode(events), Decode(encoded), avsc, python], run.Say, cancel);
            var (encode, decode) = (medians[0]["encode_per_s"], medians[1]["decode_per_s"]);
            return new Dictionary<string, double>
            {
                ["encode_per_s"] = encode,
                ["decode_per_s"] = decode,
                ["encode_alloc_b"] = medians[0]["encode_alloc_b"],
                ["decode_alloc_b"] = medians[1]["decode_alloc_b"],
                ["record_b"] = RecordBytes(events),
                ["message_b"] = encoded.Average(message => message.Length),
                ["encode_vs_avsc"] = encode / medians[2]["encode_per_s"],
                ["decode_vs_avsc"] = decode / medians[2]["decode_per_s"],
                ["encode_vs_python"] = encode / medians[3]["encode_per_s"],
                ["decode_vs_python"] = decode / medians[3]["decode_per_s"],
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Clickstream[] Clicks(CancellationToken cancel) =>
        [.. new SimulatedHistory(new SimulationOptions()).Read(new RowAccount(), cancel)
            .OfType<HistoryEvent<Clickstream>>().Take(Messages).Select(click => click.Value)];

    private static HotLoop Encode(Clickstream[] events)
    {
        var buffer = new byte[events.Max(ClickstreamCodec.MaxBytes)];
        var next = 0;
        return new HotLoop("encode", count =>
        {
            for (var i = 0; i < count; i++)
            {
                ClickstreamCodec.Encode(events[next], buffer);
                if (++next == events.Length) next = 0;
            }
        });
    }

    private static HotLoop Decode(byte[][] messages)
    {
        var next = 0;
        return new HotLoop("decode", count =>
        {
            for (var i = 0; i < count; i++)
            {
                ClickstreamCodec.Decode(messages[next]);
                if (++next == messages.Length) next = 0;
            }
        });
    }

    // A copy of a record allocates the record; its strings are counted by copying them.
    private static double RecordBytes(Clickstream[] events)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var click in events) GC.KeepAlive(click with { });
        var records = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var click in events)
        {
            Copy(click.UserId); Copy(click.SessionId); Copy(click.ProductId); Copy(click.CategoryId); Copy(click.MerchantId); Copy(click.Query);
            Copy(click.ListId); Copy(click.RecommendationId); Copy(click.ExperimentId); Copy(click.Variant); Copy(click.DeviceId);
        }
        return (double)(records + GC.GetAllocatedBytesForCurrentThread() - before) / events.Length;

        static void Copy(string? text)
        {
            if (text is { Length: > 0 }) GC.KeepAlive(new string(text.AsSpan()));
        }
    }

    private static byte[] Encoded(Clickstream click)
    {
        var buffer = new byte[ClickstreamCodec.MaxBytes(click)];
        return buffer[..ClickstreamCodec.Encode(click, buffer)];
    }

    // Each message behind its length, four bytes, little-endian.
    private static byte[] Framed(byte[][] messages)
    {
        var bytes = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var message in messages)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, message.Length);
            bytes.Write(length);
            bytes.Write(message);
        }
        return bytes.ToArray();
    }
}
