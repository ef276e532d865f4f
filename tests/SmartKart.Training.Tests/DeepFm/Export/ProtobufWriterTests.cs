using SmartKart.Training.DeepFm.Export;

namespace SmartKart.Training.Tests.DeepFm.Export;

// The bytes are those of the encoding's own documentation, or follow from it by hand.
public sealed class ProtobufWriterTests
{
    [Theory]
    [InlineData(150, "089601")]
    [InlineData(0, "0800")]
    [InlineData(127, "087F")]
    [InlineData(-1, "08FFFFFFFFFFFFFFFFFF01")]
    public void An_integer_is_a_varint(long value, string bytes) => Hex(new ProtobufWriter().Integer(1, value)).ShouldBe(bytes);

    [Fact]
    public void A_text_has_its_length_before_it() => Hex(new ProtobufWriter().Text(2, "testing")).ShouldBe("120774657374696E67");

    [Fact]
    public void A_message_within_is_written_like_a_text() =>
        Hex(new ProtobufWriter().Message(3, new ProtobufWriter().Integer(1, 150))).ShouldBe("1A03089601");

    [Fact]
    public void Field_numbers_above_15_take_two_bytes() => Hex(new ProtobufWriter().Integer(20, 2)).ShouldBe("A00102");

    [Fact]
    public void A_head_announces_bytes_that_follow() => Hex(new ProtobufWriter().Head(9, 300)).ShouldBe("4AAC02");

    private static string Hex(ProtobufWriter writer) => Convert.ToHexString(writer.Written);
}
