namespace SmartKart.Schemas.Tests.Binary;

public sealed class SkipAndLocateTests
{
    private static readonly AvroSchema Everything = AvroSchema.Parse("""
        {"type": "record", "name": "R", "fields": [
          {"name": "n", "type": "null"}, {"name": "b", "type": "boolean"}, {"name": "i", "type": "int"}, {"name": "l", "type": "long"},
          {"name": "f", "type": "float"}, {"name": "d", "type": "double"}, {"name": "s", "type": "string"}, {"name": "y", "type": "bytes"},
          {"name": "x", "type": {"type": "fixed", "name": "F", "size": 3}}, {"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["A", "B"]}},
          {"name": "a", "type": {"type": "array", "items": {"type": "record", "name": "I", "fields": [{"name": "p", "type": "int"}, {"name": "q", "type": "string"}]}}},
          {"name": "m", "type": {"type": "map", "values": ["null", "long", "string"]}}]}
        """);

    // n, b, i, l, f, d, s, y, x, e, then two blocks of items and one of entries.
    private const string Hex = "01" + "8001" + "02" + "0000803F" + "000000000000F03F" + "046162" + "02FF" + "010203" + "02"
        + "02" + "0202" + "7A" + "020402" + "7A00" + "04" + "026B" + "0206" + "026C" + "0402" + "76" + "00";

    private static byte[] Bytes => Convert.FromHexString(Hex);

    [Fact]
    public void A_value_is_passed_over_in_as_many_bytes_as_it_is_read_in()
    {
        GenericReader.Decode(Everything, [.. Bytes, 1, 2, 3], out var read);
        var reader = new AvroReader([.. Bytes, 1, 2, 3]);
        AvroSkip.Value(Everything, ref reader);
        reader.Position.ShouldBe(read);
        read.ShouldBe(Bytes.Length);
    }

    [Fact]
    public void Wherever_the_data_end_skipping_and_reading_say_so_alike()
    {
        for (var length = 0; length < Bytes.Length; length++)
        {
            var cut = Bytes[..length];
            var read = Should.Throw<AvroDataException>(() => GenericReader.Decode(Everything, cut));
            var skipped = Should.Throw<AvroDataException>(() =>
            {
                var reader = new AvroReader(cut);
                AvroSkip.Value(Everything, ref reader);
            });
            (skipped.Problem, skipped.Offset).ShouldBe((read.Problem, read.Offset), $"{length} bytes");
            read.Field.ShouldNotBeNullOrEmpty($"{length} bytes");
        }
    }

    [Fact]
    public void Of_damaged_data_skipping_and_reading_think_alike()
    {
        const int Seed = 20261121;
        var random = new Random(Seed);
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = Bytes;
            for (var damage = random.Next(1, 4); damage > 0; damage--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var (read, readEnd) = Outcome(bytes, static (ref AvroReader reader) => GenericReader.Read(Everything, ref reader));
            if (read?.Problem.Contains("UTF-8", StringComparison.Ordinal) == true) continue;       // text is not decoded where it is passed over
            var (skipped, skipEnd) = Outcome(bytes, static (ref AvroReader reader) => { AvroSkip.Value(Everything, ref reader); return null; });
            (skipped?.Problem, skipped?.Offset, skipEnd).ShouldBe((read?.Problem, read?.Offset, readEnd), $"seed {Seed}, round {round}: {Convert.ToHexString(bytes)}");
            if (read is not null) AvroFieldLocator.WhileReading(Everything, bytes, read).Field.ShouldNotBeNullOrEmpty($"seed {Seed}, round {round}: {Convert.ToHexString(bytes)}");
        }
    }

    private delegate object? Reading(ref AvroReader reader);

    private static (AvroDataException? Fault, int End) Outcome(byte[] bytes, Reading reading)
    {
        var reader = new AvroReader(bytes);
        try
        {
            reading(ref reader);
            return (null, reader.Position);
        }
        catch (AvroDataException e)
        {
            return (e, -1);
        }
    }

    [Theory]
    [InlineData(0, "b")]
    [InlineData(1, "i")]
    [InlineData(2, "i")]
    [InlineData(3, "l")]
    [InlineData(4, "f")]
    [InlineData(8, "d")]
    [InlineData(16, "s")]
    [InlineData(19, "y")]
    [InlineData(21, "x")]
    [InlineData(24, "e")]
    [InlineData(25, "a")]
    [InlineData(26, "a[0].p")]
    [InlineData(27, "a[0].q")]
    [InlineData(29, "a")]
    [InlineData(30, "a[1].p")]
    [InlineData(33, "a")]
    [InlineData(34, "m")]
    [InlineData(35, "m")]
    [InlineData(37, "m['k']")]
    [InlineData(38, "m['k']")]
    [InlineData(39, "m")]
    [InlineData(41, "m['l']")]
    [InlineData(44, "m")]
    public void Each_byte_is_found_in_its_field(int offset, string field) =>
        AvroFieldLocator.WhileReading(Everything, Bytes, new AvroDataException("wrong.", offset)).Field.ShouldBe(field);

    [Theory]
    [InlineData(25, "a")]
    [InlineData(29, "a")]
    [InlineData(33, "a")]
    [InlineData(34, "m")]
    [InlineData(35, "m")]
    [InlineData(39, "m")]
    [InlineData(44, "m")]
    public void Data_that_end_at_the_head_of_a_block_or_a_key_end_in_the_list_not_in_its_last_item(int length, string field) =>
        Should.Throw<AvroDataException>(() => GenericReader.Decode(Everything, Bytes.AsSpan(0, length))).Field.ShouldBe(field);
}
