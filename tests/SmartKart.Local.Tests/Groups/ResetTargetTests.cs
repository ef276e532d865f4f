using SmartKart.Kafka;
using SmartKart.Local.Groups;

namespace SmartKart.Local.Tests.Groups;

public sealed class ResetTargetTests
{
    private static PartitionBounds Bounds(long? current, long? atMoment = null) => new(current, Earliest: 10, Latest: 50, atMoment);

    [Fact]
    public void The_ends_are_the_partition_s_own()
    {
        ResetTarget.Earliest.OffsetIn(Bounds(30)).ShouldBe(10);
        ResetTarget.Latest.OffsetIn(Bounds(30)).ShouldBe(50);
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(0, 10)]
    [InlineData(99, 50)]
    public void An_offset_beyond_the_partition_is_the_nearest_that_it_has(long wanted, long expected) =>
        ResetTarget.At(wanted).OffsetIn(Bounds(30)).ShouldBe(expected);

    [Theory]
    [InlineData(30L, 5, 35)]
    [InlineData(30L, -5, 25)]
    [InlineData(30L, -25, 10)]
    [InlineData(30L, long.MaxValue, 50)]
    [InlineData(30L, long.MinValue, 10)]
    [InlineData(null, 5, 15)]
    public void A_shift_counts_from_what_was_committed_else_from_the_beginning(long? current, long records, long expected) =>
        ResetTarget.By(records).OffsetIn(Bounds(current)).ShouldBe(expected);

    [Theory]
    [InlineData(40, 40)]
    [InlineData(Offset.End, 50)]
    public void A_moment_is_its_first_record_and_the_end_where_nothing_is_as_late(long atMoment, long expected) =>
        ResetTarget.Since(DateTimeOffset.UnixEpoch).OffsetIn(Bounds(30, atMoment)).ShouldBe(expected);

    [Fact]
    public void An_empty_partition_has_one_place() => ResetTarget.At(7).OffsetIn(new PartitionBounds(null, 0, 0, null)).ShouldBe(0);

    [Theory]
    [InlineData("clickstream", "clickstream", new int[0])]
    [InlineData("clickstream:0", "clickstream", new[] { 0 })]
    [InlineData("clickstream:3,1", "clickstream", new[] { 3, 1 })]
    public void A_topic_is_named_alone_or_with_some_of_its_partitions(string text, string topic, int[] partitions)
    {
        var parsed = OffsetReset.Parse(text).ShouldNotBeNull();
        parsed.Topic.ShouldBe(topic);
        parsed.Partitions.ShouldBe(partitions);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":1")]
    [InlineData("clickstream:")]
    [InlineData("clickstream:-1")]
    [InlineData("clickstream:a")]
    public void Anything_else_is_no_topic(string text) => OffsetReset.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData(10L, 15L, 5L)]
    [InlineData(20L, 15L, 0L)]
    [InlineData(null, 15L, null)]
    [InlineData(10L, null, null)]
    public void A_group_s_lag_is_known_where_both_its_offset_and_the_end_are(long? committed, long? end, long? lag) =>
        new GroupPosition(new TopicPartition("t", 0), committed, end, Member: null).Lag.ShouldBe(lag);
}
