using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>One update of a windowed table as it came out.</summary>
public readonly record struct Update(string Key, long StartMs, long EndMs, string? Value, long TimeMs);

/// <summary>Runs one windowed aggregate of texts from the topic "in", and reads its updates from the topic "out".</summary>
internal sealed class WindowedDriver : IDisposable
{
    private readonly TestInputTopic<string?, string?> _input;
    private readonly TestOutputTopic<Windowed<string>, string?> _output;

    public WindowedDriver(
        Func<IKGroupedStream<string, string>, IKTable<Windowed<string>, string>> aggregate,
        ISerde<Windowed<string>> keys,
        TopologyTestDriverOptions? options = null)
    {
        var builder = new StreamBuilder();
        aggregate(builder.Stream<string, string>("in").GroupByKey()).ToStream().To("out");
        Driver = new TopologyTestDriver(builder.Build(), options);
        _input = Driver.CreateInputTopic<string?, string?>("in", Serdes.String()!, Serdes.String()!);
        _output = Driver.CreateOutputTopic<Windowed<string>, string?>("out", keys, Serdes.String()!);
    }

    public TopologyTestDriver Driver { get; }

    /// <summary>Concatenates the values of a window, in the order they came.</summary>
    public static string Append(string key, string value, string all) => all + value;

    public void Pipe(string? key, string? value, long timeMs) => _input.PipeInput(key, value, timeMs);

    /// <summary>What came out since the last call.</summary>
    public IReadOnlyList<Update> Updates() => [.. _output.ReadRecords().Select(record =>
        new Update(record.Key.Key, record.Key.Window.StartMs, record.Key.Window.EndMs, record.IsTombstone ? null : record.Value, record.TimestampMs))];

    /// <summary>What the table is after these updates: per key and window the last, deletions left out.</summary>
    public static IReadOnlyDictionary<(string Key, long StartMs, long EndMs), string> Table(IEnumerable<Update> updates)
    {
        var table = new Dictionary<(string, long, long), string>();
        foreach (var update in updates)
        {
            if (update.Value is null) table.Remove((update.Key, update.StartMs, update.EndMs));
            else table[(update.Key, update.StartMs, update.EndMs)] = update.Value;
        }
        return table;
    }

    public void Dispose() => Driver.Dispose();
}
