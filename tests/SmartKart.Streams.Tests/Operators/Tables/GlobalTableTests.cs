using System.Globalization;
using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators.Tables;

/// <summary>How the topic of a global table is read: its rows' times, and what can't be read.</summary>
public sealed class GlobalTableTests
{
    [Fact]
    public void A_timestamp_extractor_tells_when_a_row_happened_and_drops_what_has_no_time()
    {
        var builder = new StreamBuilder();
        builder.GlobalTable(
            "in",
            new Consumed<string, string> { TimestampExtractor = TimeInValue },
            new Materialized<string, string> { StoreName = "rows", InMemory = true });
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, string>("in");
        input.PipeInput("a", "42", 7);
        input.PipeInput("b", "-1", 8);
        var rows = driver.GetTimestampedKeyValueStore<string, string>("rows");
        rows.TryGet("a", out var row).ShouldBeTrue();
        row.ShouldBe(new ValueAndTimestamp<string>("42", 42));
        rows.TryGet("b", out _).ShouldBeFalse();
    }

    [Fact]
    public void What_can_not_be_read_fails_the_table_unless_the_handler_says_otherwise()
    {
        using var driver = Numbers(ExceptionHandlers.Fail);
        Should.Throw<DeserializationException>(() => driver.CreateInputTopic<string, long>("in").PipeBytes("a"u8, "no number"u8, 1));
    }

    [Fact]
    public void What_can_not_be_read_is_passed_over_also_where_other_records_would_be_dead_lettered()
    {
        using var driver = Numbers(ExceptionHandlers.DeadLetter);
        var input = driver.CreateInputTopic<string, long>("in");
        input.PipeBytes("a"u8, "no number"u8, 1);
        input.PipeInput("a", 2, 2);
        driver.GetTimestampedKeyValueStore<string, long>("rows").TryGet("a", out var row).ShouldBeTrue();
        row.ShouldBe(new ValueAndTimestamp<long>(2, 2));
        driver.CreateOutputTopic<string, string>("dead").IsEmpty.ShouldBeTrue();
    }

    private static long TimeInValue(in Record<string, string> record, long partitionTimeMs) => long.Parse(record.Value, CultureInfo.InvariantCulture);

    private static TopologyTestDriver Numbers(IExceptionHandler handler)
    {
        var builder = new StreamBuilder();
        builder.GlobalTable("in", materialized: new Materialized<string, long> { StoreName = "rows", InMemory = true });
        return new TopologyTestDriver(builder.Build(), new TopologyTestDriverOptions { DeserializationExceptionHandler = handler, DeadLetterTopic = "dead" });
    }
}
