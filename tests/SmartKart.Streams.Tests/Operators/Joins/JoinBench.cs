using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>A topology with the topics "left", "right" and "out" in the test driver: records go in one by one, and what each makes comes out as text.</summary>
internal sealed class JoinBench : IDisposable
{
    private readonly TestInputTopic<string, string> _left;
    private readonly TestInputTopic<string, string> _right;
    private readonly TestOutputTopic<string, string> _out;

    public JoinBench(Action<StreamBuilder> build, TopologyTestDriverOptions? options = null)
    {
        var builder = new StreamBuilder();
        build(builder);
        Driver = new TopologyTestDriver(builder.Build(), options);
        _left = Driver.CreateInputTopic<string, string>("left");
        _right = Driver.CreateInputTopic<string, string>("right");
        _out = Driver.CreateOutputTopic<string, string>("out");
    }

    public TopologyTestDriver Driver { get; }

    /// <summary>Pipes a record into the left topic.</summary>
    /// <returns>What it made: each <c>[A, a]</c>, or <c>null</c> for a tombstone.</returns>
    public IReadOnlyList<string> Left(long timestampMs, string? value, string? key = "k") => Piped(_left, key, value, timestampMs);

    /// <inheritdoc cref="Left"/>
    public IReadOnlyList<string> Right(long timestampMs, string? value, string? key = "k") => Piped(_right, key, value, timestampMs);

    /// <summary>The records that came out since, with keys and times.</summary>
    public IReadOnlyList<Record<string, string>> Records() => _out.ReadRecords();

    /// <summary>What came out since, as text.</summary>
    public IReadOnlyList<string> Read() => [.. Records().Select(record => record.IsTombstone ? "null" : record.Value)];

    public void Dispose() => Driver.Dispose();

    /// <summary>A joiner whose result shows both sides.</summary>
    public static string Pair(string? left, string? right) => $"[{left ?? "null"}, {right ?? "null"}]";

    private IReadOnlyList<string> Piped(TestInputTopic<string, string> topic, string? key, string? value, long timestampMs)
    {
        topic.PipeInput(key!, value!, timestampMs); // the topics take both
        return Read();
    }
}
