using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Tests.Tasks;

public sealed class PartitionTimeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_792_000_000_123)]
    [InlineData(long.MaxValue)]
    public void A_time_comes_back_as_it_was(long timeMs)
    {
        PartitionTime.TryDecode(PartitionTime.Encode(timeMs), out var read).ShouldBeTrue();
        read.ShouldBe(timeMs);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0x03, 0xE8 })]              // a version, and 1,000 ms
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0, 0x03, 0xE8, 0, 0, 0, 0 })]  // the next, and what processors left
    public void What_Kafka_Streams_committed_is_understood(byte[] bytes)
    {
        PartitionTime.TryDecode(Convert.ToBase64String(bytes), out var read).ShouldBeTrue();
        read.ShouldBe(1000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a note of someone else")]
    [InlineData("AQID")]         // too short
    [InlineData("AAAAAAAAAAAA")] // a version that there never was
    public void Other_notes_are_not_taken_for_times(string metadata) => PartitionTime.TryDecode(metadata, out _).ShouldBeFalse();
}
