using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators.Tables;

/// <summary>What a table tells of rows that were deleted while their changes were held back: of which time, and whether there is anything to tell.</summary>
public sealed class CachedDeletionTests
{
    [Fact]
    public void A_deletion_is_of_its_records_time_also_where_values_have_no_null()
    {
        using var driver = Table<long>(out var input, out var output);
        input.PipeInput(new Record<string, long>("a", 1, 10));
        driver.Commit();
        output.ReadRecords().Select(record => record.TimestampMs).ShouldBe([10]);
        input.PipeInput(Record<string, long>.Tombstone("a", 25));
        driver.Commit();
        output.ReadRecords().Select(record => (record.IsTombstone, record.TimestampMs)).ShouldBe([(true, 25)]);
    }

    [Fact]
    public void The_last_of_a_keys_changes_is_told_be_it_a_zero_or_a_deletion()
    {
        using var driver = Table<long>(out var input, out var output);
        input.PipeInput(new Record<string, long>("zero", 1, 1));
        input.PipeInput(new Record<string, long>("gone", 1, 2));
        driver.Commit();
        output.ReadRecords();
        input.PipeInput(Record<string, long>.Tombstone("zero", 3));
        input.PipeInput(new Record<string, long>("zero", 0, 4));
        input.PipeInput(new Record<string, long>("gone", 0, 5));
        input.PipeInput(Record<string, long>.Tombstone("gone", 6));
        driver.Commit();
        output.ReadRecords().Select(record => (record.Key, record.IsTombstone, record.TimestampMs)).ShouldBe([("zero", false, 4), ("gone", true, 6)]);
    }

    [Fact]
    public void Of_a_row_that_came_and_went_between_two_commits_nothing_is_told()
    {
        using var driver = Table<long>(out var input, out var output);
        input.PipeInput(new Record<string, long>("a", 1, 10));
        input.PipeInput(Record<string, long>.Tombstone("a", 11));
        driver.Commit();
        output.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_deletion_of_a_text_is_of_its_records_time()
    {
        using var driver = Table<string>(out var input, out var output);
        input.PipeInput("a", "1", 10);
        driver.Commit();
        input.PipeInput("a", null!, 25); // the topic takes tombstones
        driver.Commit();
        output.ReadRecords().Select(record => (record.IsTombstone, record.TimestampMs)).ShouldBe([(false, 10), (true, 25)]);
    }

    private static TopologyTestDriver Table<V>(out TestInputTopic<string, V> input, out TestOutputTopic<string, V> output)
    {
        var builder = new StreamBuilder();
        builder.Table("in", materialized: new Materialized<string, V> { StoreName = "rows", InMemory = true }).ToStream()
            .To("out", Produced.With(Serdes.String(), Serdes.Find<V>()!));
        var driver = new TopologyTestDriver(builder.Build(), new TopologyTestDriverOptions { CachingEnabled = true });
        input = driver.CreateInputTopic<string, V>("in");
        output = driver.CreateOutputTopic<string, V>("out");
        return driver;
    }
}
