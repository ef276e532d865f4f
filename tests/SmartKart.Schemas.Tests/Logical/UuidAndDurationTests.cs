using System.Text;

namespace SmartKart.Schemas.Tests.Logical;

public sealed class UuidAndDurationTests
{
    private const string Text = "2f1d0b9e-58a4-4c5f-9a57-2a6e3c1b7d80";

    private static readonly AvroSchema Uuid = AvroSchema.Parse("""{"type": "string", "logicalType": "uuid"}""");
    private static readonly AvroSchema Duration = AvroSchema.Parse("""{"type": "fixed", "name": "D", "size": 12, "logicalType": "duration"}""");

    [Fact]
    public void A_uuid_is_written_as_its_text_in_lower_case() =>
        GenericWriter.Encode(Uuid, Guid.Parse(Text)).ShouldBe([72, .. Encoding.ASCII.GetBytes(Text)]);

    [Theory]
    [InlineData(Text)]
    [InlineData("2F1D0B9E-58A4-4C5F-9A57-2A6E3C1B7D80")]
    public void A_uuid_is_read_in_either_case(string text) => GenericReader.Decode(Uuid, [72, .. Encoding.ASCII.GetBytes(text)]).ShouldBe(Guid.Parse(Text));

    [Theory]
    [InlineData("")]
    [InlineData("2f1d0b9e58a44c5f9a572a6e3c1b7d80")]
    [InlineData("{2f1d0b9e-58a4-4c5f-9a57-2a6e3c1b7d8")]
    [InlineData("2f1d0b9e-58a4-4c5f-9a57-2a6e3c1b7d8g")]
    [InlineData("2f1d0b9e-58a4-4c5f-9a57-2a6e3c1b7d80 ")]
    public void Text_of_another_shape_is_no_uuid(string text) =>
        Should.Throw<AvroDataException>(() => GenericReader.Decode(Uuid, [(byte)(text.Length << 1), .. Encoding.ASCII.GetBytes(text)])).Problem
            .ShouldBe("a uuid that is not 8-4-4-4-12 hexadecimal digits.");

    [Theory]
    [InlineData(0u, 0u, 0u, "000000000000000000000000")]
    [InlineData(1u, 2u, 0x01020304u, "010000000200000004030201")]
    [InlineData(uint.MaxValue, uint.MaxValue, uint.MaxValue, "FFFFFFFFFFFFFFFFFFFFFFFF")]
    public void A_duration_is_three_little_endian_counts(uint months, uint days, uint milliseconds, string hex)
    {
        Convert.ToHexString(GenericWriter.Encode(Duration, new AvroDuration(months, days, milliseconds))).ShouldBe(hex);
        GenericReader.Decode(Duration, Convert.FromHexString(hex)).ShouldBe(new AvroDuration(months, days, milliseconds));
    }
}
