using System.Numerics;

namespace SmartKart.Schemas.Tests.Logical;

public sealed class DecimalTests
{
    [Theory]
    [InlineData("0", 4, 2, "0200")]
    [InlineData("0.00", 4, 2, "0200")]
    [InlineData("1.27", 4, 2, "027F")]
    [InlineData("1.28", 4, 2, "040080")]
    [InlineData("-1.28", 4, 2, "0280")]
    [InlineData("-1.29", 4, 2, "04FF7F")]
    [InlineData("1.2", 4, 2, "0278")]
    [InlineData("1.200000", 4, 2, "0278")]
    [InlineData("-0.0", 4, 2, "0200")]
    [InlineData("99.99", 4, 2, "04270F")]
    [InlineData("-327.68", 5, 2, "048000")]
    [InlineData("-327.69", 5, 2, "06FF7FFF")]
    [InlineData("9999999999999999999999999999", 28, 0, "18204FCE5E3E2502610FFFFFFF")]
    [InlineData("-9999999999999999999999999999", 28, 0, "18DFB031A1C1DAFD9EF0000001")]
    [InlineData("0.9999999999999999999999999999", 28, 28, "18204FCE5E3E2502610FFFFFFF")]
    public void A_decimal_is_its_unscaled_number_in_the_fewest_bytes_of_twos_complement(string text, int precision, int scale, string hex)
    {
        var schema = AvroSchema.Parse($$"""{"type": "bytes", "logicalType": "decimal", "precision": {{precision}}, "scale": {{scale}}}""");
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Convert.ToHexString(GenericWriter.Encode(schema, value)).ShouldBe(hex);
        GenericReader.Decode(schema, Convert.FromHexString(hex)).ShouldBe(value);
        (hex.Length / 2).ShouldBeLessThanOrEqualTo(AvroSize.Decimal);
    }

    [Theory]
    [InlineData("1.28", 1, 3, 2, null)]         // one byte holds two digits, so that the schema's decimal is ignored
    [InlineData("1.28", 2, 4, 2, "0080")]
    [InlineData("-1.28", 2, 4, 2, "FF80")]
    [InlineData("-0.01", 20, 4, 2, "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("99.99", 20, 4, 2, "000000000000000000000000000000000000270F")]
    [InlineData("-9999999999999999999999999999", 12, 28, 0, "DFB031A1C1DAFD9EF0000001")]
    public void A_decimal_on_fixed_carries_its_sign_through_all_the_bytes(string text, int size, int precision, int scale, string? hex)
    {
        var schema = AvroSchema.Parse($$"""{"type": "fixed", "name": "F", "size": {{size}}, "logicalType": "decimal", "precision": {{precision}}, "scale": {{scale}}}""");
        (schema.Logical is null).ShouldBe(hex is null);
        if (hex is null) return;
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Convert.ToHexString(GenericWriter.Encode(schema, value)).ShouldBe(hex);
        GenericReader.Decode(schema, Convert.FromHexString(hex)).ShouldBe(value);
    }

    [Theory]
    [InlineData("100", 4, 2)]
    [InlineData("-100", 4, 2)]
    [InlineData("0.001", 4, 2)]
    [InlineData("79228162514264337593543950335", 28, 0)]
    [InlineData("79228162514264337593543950335", 28, 28)]
    [InlineData("-79228162514264337593543950335", 28, 0)]
    [InlineData("0.0000000000000000000000000001", 28, 0)]
    [InlineData("10000000000000000000000000000", 28, 0)]
    public void A_number_that_the_schema_cannot_hold_is_refused_never_rounded(string text, int precision, int scale)
    {
        var schema = AvroSchema.Parse($$"""{"type": "bytes", "logicalType": "decimal", "precision": {{precision}}, "scale": {{scale}}}""");
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Should.Throw<AvroDataException>(() => GenericWriter.Encode(schema, value)).Problem
            .ShouldBe($"{text} does not fit a decimal({precision}, {scale}); round it or correct it before it is written.");
    }

    [Theory]
    [InlineData("00", "0")]                                                     // no bytes: zero
    [InlineData("1EFFFFFFFFFFFFFFFFFFFFFFFFFFFF80", "-1.28")]                   // more bytes than are needed
    [InlineData("20" + "00000000000000000000000000000080", "1.28")]
    [InlineData("18204FCE5E3E2502610FFFFFFF", "99999999999999999999999999.99")]
    [InlineData("18DFB031A1C1DAFD9EF0000001", "-99999999999999999999999999.99")]
    public void Bytes_written_elsewhere_are_read_up_to_the_precision(string hex, string expected) =>
        GenericReader.Decode(AvroSchema.Parse("""{"type": "bytes", "logicalType": "decimal", "precision": 28, "scale": 2}"""), Convert.FromHexString(hex))
            .ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("18204FCE5E3E25026110000000")]
    [InlineData("18DFB031A1C1DAFD9EF0000000")]
    [InlineData("1A00FFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("1A01000000000000000000000000")]
    [InlineData("1AFF000000000000000000000000")]
    [InlineData("1C7FFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    public void Bytes_beyond_the_precision_are_refused(string hex) =>
        Should.Throw<AvroDataException>(() => GenericReader.Decode(AvroSchema.Parse("""{"type": "bytes", "logicalType": "decimal", "precision": 28}"""), Convert.FromHexString(hex)))
            .Problem.ShouldStartWith("a decimal of more than the 28 digits");

    [Theory]
    [InlineData("0", 0, "0200", "0")]
    [InlineData("-1", 2, "02FF", "-0.01")]
    [InlineData("128", 2, "040080", "1.28")]
    [InlineData("99999999999999999999999999999", 2, "1A01431E0FAE6D7217CA9FFFFFFF", "999999999999999999999999999.99")]
    public void A_decimal_of_over_28_digits_is_an_AvroDecimal(string unscaled, int scale, string hex, string text)
    {
        var schema = AvroSchema.Parse($$"""{"type": "bytes", "logicalType": "decimal", "precision": 40, "scale": {{scale}}}""");
        var value = new AvroDecimal(BigInteger.Parse(unscaled), scale);
        var bytes = GenericWriter.Encode(schema, value);
        GenericReader.Decode(schema, bytes).ShouldBe(value);
        bytes.Length.ShouldBeLessThanOrEqualTo(BigDecimals.MaxBytes(value, scale));
        Convert.ToHexString(bytes).ShouldBe(hex);
        value.ToString().ShouldBe(text);
    }

    [Fact]
    public void An_AvroDecimal_takes_the_schemas_scale_without_losing_a_digit()
    {
        var schema = AvroSchema.Parse("""{"type": "fixed", "name": "F", "size": 20, "logicalType": "decimal", "precision": 40, "scale": 2}""");
        GenericReader.Decode(schema, GenericWriter.Encode(schema, new AvroDecimal(-5, 0))).ShouldBe(new AvroDecimal(-500, 2));
        GenericReader.Decode(schema, GenericWriter.Encode(schema, new AvroDecimal(5000, 3))).ShouldBe(new AvroDecimal(500, 2));
        Should.Throw<AvroDataException>(() => GenericWriter.Encode(schema, new AvroDecimal(1, 3))).Problem.ShouldStartWith("0.001 does not fit a decimal(40, 2)");
        Should.Throw<AvroDataException>(() => GenericWriter.Encode(schema, new AvroDecimal(BigInteger.Pow(10, 38), 0))).Problem.ShouldContain("does not fit");
    }

    [Fact]
    public void The_bound_of_an_AvroDecimal_is_never_too_small()
    {
        for (var digits = 0; digits < 60; digits++)
        {
            for (var missing = 0; missing < 60 - digits; missing++)
            {
                var value = new AvroDecimal(BigInteger.Pow(10, digits + 1) - 1, 0);
                var schema = AvroSchema.Parse($$"""{"type": "bytes", "logicalType": "decimal", "precision": 120, "scale": {{missing}}}""");
                GenericReader.Decode(schema, GenericWriter.Encode(schema, value)).ShouldBe(new AvroDecimal(value.Unscaled * BigInteger.Pow(10, missing), missing));
            }
        }
    }
}
