namespace SmartKart.Schemas.Tests.Binary;

public sealed class PrimitiveTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(-1, "01")]
    [InlineData(1, "02")]
    [InlineData(-2, "03")]
    [InlineData(2, "04")]
    [InlineData(-64, "7F")]
    [InlineData(64, "8001")]
    [InlineData(8191, "FE7F")]
    [InlineData(8192, "808001")]
    [InlineData(int.MaxValue, "FEFFFFFF0F")]
    [InlineData(int.MinValue, "FFFFFFFF0F")]
    [InlineData(long.MaxValue, "FEFFFFFFFFFFFFFFFF01")]
    [InlineData(long.MinValue, "FFFFFFFFFFFFFFFFFF01")]
    public void Ints_and_longs_are_zigzag_and_seven_bits_a_byte(long value, string hex)
    {
        IsWrittenAs("\"long\"", value, hex);
        if (value is >= int.MinValue and <= int.MaxValue) IsWrittenAs("\"int\"", (int)value, hex);
    }

    [Fact]
    public void Every_power_of_two_and_its_neighbours_come_back()
    {
        for (var bit = 0; bit < 64; bit++)
        {
            foreach (var near in new[] { -1, 0, 1 })
            {
                foreach (var value in new[] { unchecked((1L << bit) + near), unchecked(-(1L << bit) + near) })
                    GenericReader.Decode(AvroSchema.Parse("\"long\""), GenericWriter.Encode(AvroSchema.Parse("\"long\""), value)).ShouldBe(value);
            }
        }
    }

    [Theory]
    [InlineData("\"null\"", null, "")]
    [InlineData("\"boolean\"", true, "01")]
    [InlineData("\"boolean\"", false, "00")]
    [InlineData("\"float\"", 1.5f, "0000C03F")]
    [InlineData("\"float\"", float.NegativeInfinity, "000080FF")]
    [InlineData("\"double\"", -2.0, "00000000000000C0")]
    [InlineData("\"double\"", double.Epsilon, "0100000000000000")]
    [InlineData("\"string\"", "foo", "06666F6F")]
    [InlineData("\"string\"", "", "00")]
    [InlineData("\"string\"", "\u00e9\u20ac\U0001F375", "12C3A9E282ACF09F8DB5")]
    [InlineData("\"bytes\"", new byte[] { 0, 255 }, "0400FF")]
    [InlineData("""["null", "string"]""", null, "00")]
    [InlineData("""["null", "string"]""", "a", "020261")]
    public void A_value_has_the_bytes_of_the_specification(string schema, object? value, string hex) => IsWrittenAs(schema, value, hex);

    [Fact]
    public void The_specifications_examples_of_records_arrays_maps_enums_and_fixed()
    {
        var record = (RecordSchema)AvroSchema.Parse("""{"type": "record", "name": "test", "fields": [{"name": "a", "type": "long"}, {"name": "b", "type": "string"}]}""");
        IsWrittenAs(record.ToString(), new GenericRecord(record) { ["a"] = 27L, ["b"] = "foo" }, "3606666F6F");
        IsWrittenAs("""{"type": "array", "items": "long"}""", new object?[] { 3L, 27L }, "04063600");
        IsWrittenAs("""{"type": "array", "items": "long"}""", Array.Empty<object?>(), "00");
        IsWrittenAs("""{"type": "map", "values": "long"}""", new Dictionary<string, object?> { ["a"] = 1L }, "0202610200");
        var foo = (EnumSchema)AvroSchema.Parse("""{"type": "enum", "name": "Foo", "symbols": ["A", "B", "C", "D"]}""");
        IsWrittenAs(foo.ToString(), new GenericEnum(foo, "D"), "06");
        var hash = (FixedSchema)AvroSchema.Parse("""{"type": "fixed", "name": "Hash", "size": 2}""");
        IsWrittenAs(hash.ToString(), new GenericFixed(hash, [1, 255]), "01FF");
    }

    [Theory]
    [InlineData("04063600")]                // one block of two
    [InlineData("0304063600")]              // with a negative count comes the block's size in bytes
    [InlineData("0206023600")]              // two blocks
    [InlineData("0102060102" + "3600")]     // two blocks with their sizes
    [InlineData("010206023600")]            // one with, one without
    public void However_an_array_is_cut_into_blocks_it_holds_the_same(string hex) =>
        ((object?[])GenericReader.Decode(AvroSchema.Parse("""{"type": "array", "items": "long"}"""), Convert.FromHexString(hex))!).ShouldBe([3L, 27L]);

    [Theory]
    [InlineData("0402610202620400")]
    [InlineData("030C02610202620400")]
    [InlineData("0202610202" + "02620400")]
    public void However_a_map_is_cut_into_blocks_it_holds_the_same(string hex)
    {
        var map = (Dictionary<string, object?>)GenericReader.Decode(AvroSchema.Parse("""{"type": "map", "values": "int"}"""), Convert.FromHexString(hex))!;
        map.ShouldBe(new Dictionary<string, object?> { ["a"] = 1, ["b"] = 2 }, ignoreOrder: true);
    }

    private static void IsWrittenAs(string json, object? value, string hex)
    {
        var schema = AvroSchema.Parse(json);
        Convert.ToHexString(GenericWriter.Encode(schema, value)).ShouldBe(hex);
        GenericValue.Same(GenericReader.Decode(schema, Convert.FromHexString(hex)), value).ShouldBeTrue(json);
    }
}
