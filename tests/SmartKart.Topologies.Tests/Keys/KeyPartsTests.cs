using System.Buffers;
using SmartKart.Topologies.Keys;

namespace SmartKart.Topologies.Tests.Keys;

public sealed class KeyPartsTests
{
    [Theory]
    [InlineData(long.MinValue, -1)]
    [InlineData(-2, -1)]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(255, 256)]
    [InlineData(1, long.MaxValue)]
    public void Keys_of_one_owner_sort_by_their_numbers(long smaller, long larger) =>
        Bytes("ada", smaller).AsSpan().SequenceCompareTo(Bytes("ada", larger)).ShouldBeNegative();

    [Theory]
    [InlineData("ada", 7)]
    [InlineData("", long.MinValue)]
    [InlineData("naïve\0界", -1)]
    public void A_key_is_read_as_it_was_written(string text, long number)
    {
        ReadOnlySpan<byte> bytes = Bytes(text, number);

        KeyParts.ReadText(ref bytes).ShouldBe(text);
        KeyParts.ReadNumber(ref bytes).ShouldBe(number);
        bytes.Length.ShouldBe(0);
    }

    [Fact]
    public void The_prefix_of_an_owner_is_of_no_other_that_begins_alike()
    {
        Bytes("ada", 1).AsSpan().StartsWith(KeyParts.Prefix("ada")).ShouldBeTrue();
        Bytes("adam", 1).AsSpan().StartsWith(KeyParts.Prefix("ada")).ShouldBeFalse();
    }

    [Fact]
    public void The_bytes_are_these() => Convert.ToHexString(Bytes("ab", 1)).ShouldBe("000261628000000000000001");

    private static byte[] Bytes(string text, long number)
    {
        var output = new ArrayBufferWriter<byte>();
        KeyParts.Write(output, text);
        KeyParts.Write(output, number);
        return output.WrittenSpan.ToArray();
    }
}
