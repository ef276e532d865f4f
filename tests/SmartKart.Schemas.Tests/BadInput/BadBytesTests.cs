using SmartKart.Schemas.Tests.Interop;

namespace SmartKart.Schemas.Tests.BadInput;

public class BadBytesTests
{
    private const string Decimal4 = """{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}""";
    private const string Decimal28 = """{"type":"bytes","logicalType":"decimal","precision":28}""";
    private const string Decimal40 = """{"type":"bytes","logicalType":"decimal","precision":40}""";
    private const string FixedDecimal = """{"type":"fixed","name":"F","size":8,"logicalType":"decimal","precision":4}""";

    /// <summary>The type of field f, its bytes, and part of what must be said.</summary>
    public static TheoryData<string, string, string> Values => new()
    {
        { "\"boolean\"", "02", "0 or 1" },
        { "\"int\"", Varint(1L << 31), "32 bits" },
        { "\"int\"", Varint(-(1L << 31) - 1), "32 bits" },
        { "\"long\"", "FFFFFFFFFFFFFFFFFFFF01", "64 bits" },
        { "\"long\"", "FFFFFFFFFFFFFFFFFF02", "64 bits" },
        { "\"long\"", "FFFF", "the data end here" },
        { "\"double\"", "00000000", "the data end here" },
        { "\"string\"", Varint(1L << 62), "length" },
        { "\"string\"", Varint(-1), "length" },
        { "\"string\"", Varint(long.MinValue), "length" },
        { "\"bytes\"", Varint(1L << 62), "length" },
        { "\"bytes\"", Varint(int.MaxValue), "length" },
        { """{"type":"fixed","name":"F","size":2147483647}""", "00", "the data end here" },
        { "\"string\"", "04C328", "UTF-8" },
        { "\"string\"", "04C080", "UTF-8" },        // overlong
        { "\"string\"", "06E08080", "UTF-8" },
        { "\"string\"", "06EDA080", "UTF-8" },      // a surrogate
        { "\"string\"", "08F4908080", "UTF-8" },    // beyond U+10FFFF
        { """{"type":"array","items":"int"}""", Varint(1L << 62), "a block of" },
        { """{"type":"array","items":"int"}""", Varint(long.MinValue) + "00", "a block of" },
        { """{"type":"array","items":"int"}""", Varint(-1) + Varint(1L << 62), "a length of" },
        { """{"type":"array","items":"int"}""", Varint(-1) + Varint(-1), "a length of" },
        { """{"type":"array","items":"null"}""", Varint(1L << 40), "items of no bytes" },
        { """{"type":"array","items":"null"}""", Varint(40_000) + Varint(40_000) + "00", "items of no bytes" },
        { """{"type":"array","items":{"type":"record","name":"E","fields":[]}}""", Varint(1L << 40), "items of no bytes" },
        { """{"type":"array","items":{"type":"fixed","name":"Z","size":0}}""", Varint(65_537), "items of no bytes" },
        { """{"type":"map","values":"null"}""", Varint(1L << 62), "a block of" },
        { """{"type":"map","values":"null"}""", "0204C32800", "UTF-8" },
        { """{"type":"enum","name":"S","symbols":["a","b"]}""", Varint(2), "symbol 2" },
        { """{"type":"enum","name":"S","symbols":["a","b"]}""", Varint(-1), "symbol -1" },
        { """{"type":"enum","name":"S","symbols":["a","b"]}""", Varint(1L << 40), "symbol" },
        { """["null","int"]""", Varint(2), "branch 2" },
        { """["null","int"]""", Varint(-1), "branch -1" },
        { """["null","int"]""", Varint(1L << 40), "branch" },
        { "[]", "00", "branch" },
        { """{"type":"string","logicalType":"uuid"}""", "0461", "length" },
        { """{"type":"string","logicalType":"uuid"}""", "046162", "uuid" },
        { """{"type":"string","logicalType":"uuid"}""", "48" + string.Concat(Enumerable.Repeat("30", 36)), "uuid" },
        { """{"type":"string","logicalType":"uuid"}""", "48" + Convert.ToHexString("0a1b2c3d-0000-4000-8000-00000000000g"u8), "uuid" },
        { Decimal4, "042710", "4 digits" },
        { Decimal4, "04D8F0", "4 digits" },
        { Decimal28, "1A" + "01" + new string('0', 24), "28 digits" },
        { Decimal28, "28" + "7F" + new string('0', 38), "28 digits" },
        { Decimal40, "28" + "7F" + new string('0', 38), "40 digits" },
        { FixedDecimal, "0000000000002710", "4 digits" },
        { """{"type":"int","logicalType":"date"}""", Varint(2_932_897), "years 1 to 9999" },
        { """{"type":"int","logicalType":"date"}""", Varint(-719_163), "years 1 to 9999" },
        { """{"type":"int","logicalType":"time-millis"}""", Varint(-1), "time-millis" },
        { """{"type":"int","logicalType":"time-millis"}""", Varint(86_400_000), "time-millis" },
        { """{"type":"long","logicalType":"time-micros"}""", Varint(86_400_000_000), "time-micros" },
        { """{"type":"long","logicalType":"timestamp-millis"}""", Varint(long.MaxValue), "years 1 to 9999" },
        { """{"type":"long","logicalType":"timestamp-millis"}""", Varint(253_402_300_800_000), "years 1 to 9999" },
        { """{"type":"long","logicalType":"timestamp-micros"}""", Varint(long.MinValue), "years 1 to 9999" },
        { """{"type":"long","logicalType":"local-timestamp-micros"}""", Varint(-62_135_596_800_000_001), "years 1 to 9999" },
    };

    [Theory, MemberData(nameof(Values))]
    public void A_value_that_its_type_cannot_be_is_refused_by_schema_field_and_offset(string type, string hex, string problem)
    {
        var schema = AvroSchema.Parse($$"""{"type":"record","name":"R","namespace":"t","fields":[{"name":"a","type":"int"},{"name":"f","type":{{type}}},{"name":"z","type":"long"}]}""");
        var input = Convert.FromHexString("02" + hex);

        var fault = Refused(schema, input);

        (fault.Schema, fault.Field).ShouldBe(("t.R", "f"));
        fault.Offset.ShouldBeInRange(1, input.Length);
        fault.Message.ShouldContain(problem);
    }

    [Theory, MemberData(nameof(Records))]
    public void A_record_cut_short_at_any_byte_is_refused_by_schema_field_and_offset(string record)
    {
        var codec = Codec.Named(record);
        var random = new RandomValues(7);
        var messages = Enumerable.Range(0, 40).Select(_ => GenericWriter.Encode(codec.Schema, random.Record(codec.Schema)));
        var bytes = messages.Where(message => message.Length < 600).MaxBy(message => message.Length)!;       // not the ones with 8 KB of text
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            var fault = Should.Throw<AvroDataException>(() => codec.Decode(cut));
            fault.Schema.ShouldBe(record);
            fault.Field.ShouldNotBeNullOrEmpty();
            codec.Schema.Field(fault.Field.Split('.', '[')[0]).ShouldNotBeNull();
            fault.Offset.ShouldBeInRange(0, length);
            Refused(codec.Schema, cut).Message.ShouldBe(fault.Message);
        }
    }

    [Theory, MemberData(nameof(Records))]
    public void Bytes_after_the_value_are_refused(string record)
    {
        var codec = Codec.Named(record);
        var bytes = GenericWriter.Encode(codec.Schema, new RandomValues(3).Record(codec.Schema));
        foreach (var read in new Action[] { () => codec.Decode([.. bytes, 0]), () => GenericReader.Decode(codec.Schema, [.. bytes, 0]) })
        {
            var fault = Should.Throw<AvroDataException>(read);
            (fault.Schema, fault.Offset).ShouldBe((record, bytes.Length));
        }
    }

    [Fact]
    public void A_list_longer_than_512_is_refused_alike_by_every_reader()
    {
        var codec = Codec.Named("smartkart.tests.ListNode");
        var node = "02" + new string('0', 32);
        var longest = List(AvroReader.MaxDepth);
        codec.Encode(codec.Decode(longest)).ShouldBe(longest);
        GenericWriter.Encode(codec.Schema, GenericReader.Decode(codec.Schema, longest)).ShouldBe(longest);

        var fault = Should.Throw<AvroDataException>(() => codec.Decode(List(AvroReader.MaxDepth + 1)));

        fault.Problem.ShouldContain("512");
        fault.Field!.ShouldStartWith("next.next.next");
        Refused(codec.Schema, List(AvroReader.MaxDepth + 1)).Message.ShouldBe(fault.Message);

        byte[] List(int nodes) => Convert.FromHexString(string.Concat(Enumerable.Repeat(node, nodes))[2..] + "00");
    }

    [Fact]
    public void A_fault_deep_in_a_tree_costs_no_more_than_its_bytes()
    {
        var codec = Codec.Named("smartkart.tests.TreeNode");
        // 400 trees within trees, then one of 20,000 leaves, the last of them cut short.
        var input = Convert.FromHexString(string.Concat(Enumerable.Repeat("0002", 400)) + "00" + Varint(20_000) + string.Concat(Enumerable.Repeat("0000", 19_999)) + "008080");
        Refused(codec.Schema, input).Field!.ShouldEndWith("children[19999].children");
        Allocation.Of(() => Should.Throw<AvroDataException>(() => codec.Decode(input))).ShouldBeLessThan(Allocation.Bound(input.Length));
    }

    [Fact]
    public void Counts_within_counts_are_not_believed_before_their_items_come()
    {
        var codec = Codec.Named("smartkart.tests.TreeNode");
        // Each level claims as many children as the bytes left could just hold.
        var input = new List<byte>();
        const int Bytes = 400_000;
        for (var level = 0; level < 500; level++)
        {
            input.Add(0);
            input.AddRange(Convert.FromHexString(Varint((Bytes - input.Count - 8) / 2)));
        }
        input.AddRange(new byte[Bytes - input.Count - 1]);
        input.Add(0x80);
        var bytes = input.ToArray();
        Allocation.Of(() => Should.Throw<AvroDataException>(() => codec.Decode(bytes))).ShouldBeLessThan(Allocation.Bound(bytes.Length));
    }

    public static TheoryData<string> Records => [.. Codec.All.Where(codec => codec.Schema.Fields.Count > 0).Select(codec => codec.Schema.FullName)];

    private static AvroDataException Refused(AvroSchema schema, byte[] input)
    {
        AvroDataException? fault = null;
        Allocation.Of(() => fault = Should.Throw<AvroDataException>(() => GenericReader.Decode(schema, input)))
            .ShouldBeLessThan(Allocation.Bound(input.Length, hasEmptyItems: true));
        return fault!;      // Should.Throw has thrown otherwise
    }

    private static string Varint(long value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var writer = new AvroWriter(bytes);
        writer.WriteLong(value);
        return Convert.ToHexString(bytes[..writer.Position]);
    }
}
