using SmartKart.Schemas.Tests.Interop;
using SmartKart.Schemas.Tests.TestRecords;

namespace SmartKart.Schemas.Tests.BadInput;

/// <summary>Values that their schema cannot hold, and outputs that cannot hold the value.</summary>
public class BadValuesTests
{
    private static readonly Codec AllTypesCodec = Codec.Named("smartkart.tests.AllTypes");
    private static readonly AllTypes Good = (AllTypes)AllTypesCodec.Decode(GenericWriter.Encode(AllTypesCodec.Schema, new RandomValues(5).Record(AllTypesCodec.Schema)));

    /// <summary>A field, its wrong value, and part of what must be said.</summary>
    public static TheoryData<string, string> Wrongs => new()
    {
        { "text", "null" },
        { "point", "null" },
        { "labels", "null" },
        { "numbers", "null" },
        { "lone surrogate", "surrogate" },
        { "surrogate key", "surrogate" },
        { "price digits", "decimal(28, 4)" },
        { "price places", "decimal(28, 4)" },
        { "whole", "decimal(9, 0)" },
        { "rate", "decimal(28, 28)" },
        { "huge", "decimal(60, 20)" },
        { "huge places", "decimal(60, 20)" },
        { "huge scale", "decimal(60, 20)" },
        { "huge_fixed", "decimal(47, 3)" },
        { "checksum", "fixed of 5 bytes was given 4" },
        { "colour", "none of the enum's 4 symbols" },
    };

    [Theory, MemberData(nameof(Wrongs))]
    public void A_value_that_its_schema_cannot_hold_is_refused_by_schema_and_field(string wrong, string problem)
    {
        var (value, field) = Wrong(wrong);

        var fault = Should.Throw<AvroDataException>(() => AllTypesCodec.Encode(value, new byte[100_000]));

        (fault.Schema, fault.Field).ShouldBe((AllTypesCodec.Schema.FullName, field));
        fault.Problem.ShouldContain(problem);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("point")]
    [InlineData("labels")]
    [InlineData("numbers")]
    public void The_bound_of_a_value_with_a_null_where_none_may_be_is_refused_by_field(string wrong) =>
        Should.Throw<AvroDataException>(() => AllTypesCodec.MaxBytes(Wrong(wrong).Value)).Field.ShouldBe(wrong);

    [Theory, MemberData(nameof(Records))]
    public void An_output_of_any_size_too_small_is_refused_by_schema_and_field(string record)
    {
        var codec = Codec.Named(record);
        var bytes = GenericWriter.Encode(codec.Schema, new RandomValues(11).Record(codec.Schema));
        var value = codec.Decode(bytes);
        for (var size = 0; size < bytes.Length; size += 1 + size / 500)
        {
            var output = new byte[size];
            var fault = Should.Throw<AvroDataException>(() => codec.Encode(value, output));
            fault.Schema.ShouldBe(record);
            fault.Field.ShouldNotBeNullOrEmpty($"of {size} bytes");
            fault.Problem.ShouldContain("output is full");
        }
    }

    [Fact]
    public void A_fault_far_inside_is_named_by_its_whole_path()
    {
        var tree = new TreeNode { Name = "root", Children = [new TreeNode { Name = "a" }, new TreeNode { Name = "b", Children = [new TreeNode { Name = "\ud800" }] }] };
        Should.Throw<AvroDataException>(() => Codec.Named("smartkart.tests.TreeNode").Encode(tree, new byte[100])).Field.ShouldBe("children[1].children[0].name");
    }

    [Fact]
    public void A_list_that_no_reader_would_read_is_not_written()
    {
        ListNode? list = null;
        for (var i = 0; i <= AvroReader.MaxDepth; i++) list = new ListNode { Value = new Point(), Next = list };
        var codec = Codec.Named("smartkart.tests.ListNode");
        Should.Throw<AvroDataException>(() => codec.MaxBytes(list!)).Problem.ShouldContain("512");
        Should.Throw<AvroDataException>(() => codec.Encode(list!, new byte[100_000])).Problem.ShouldContain("512");
    }

    [Theory]
    [InlineData("\"int\"", 1L)]
    [InlineData("\"int\"", null)]
    [InlineData("\"string\"", 1)]
    [InlineData("\"string\"", null)]
    [InlineData("\"null\"", 0)]
    [InlineData("[\"null\",\"int\"]", "text")]
    [InlineData("{\"type\":\"array\",\"items\":\"int\"}", "text")]
    [InlineData("{\"type\":\"array\",\"items\":\"int\"}", null)]
    [InlineData("{\"type\":\"map\",\"values\":\"int\"}", null)]
    [InlineData("{\"type\":\"record\",\"name\":\"S\",\"fields\":[]}", null)]
    [InlineData("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"a\"]}", "a")]
    [InlineData("{\"type\":\"fixed\",\"name\":\"F\",\"size\":2147483647}", null)]
    [InlineData("{\"type\":\"int\",\"logicalType\":\"date\"}", 1)]
    public void A_generic_value_of_another_type_is_refused_by_schema_and_field(string type, object? value)
    {
        var schema = (RecordSchema)AvroSchema.Parse($$"""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"f","type":{{type}}}]}""");
        var record = new GenericRecord(schema) { ["a"] = 1, ["f"] = value };

        var fault = Should.Throw<AvroDataException>(() => GenericWriter.Encode(schema, record));

        (fault.Schema, fault.Field).ShouldBe(("R", "f"));
    }

    [Fact]
    public void A_fixed_of_a_wrong_length_costs_its_own_length_and_not_the_schemas()
    {
        var schema = (FixedSchema)AvroSchema.Parse("""{"type":"fixed","name":"F","size":1000000000}""");
        Allocation.Of(() => Should.Throw<AvroDataException>(() => GenericWriter.Encode(schema, new GenericFixed(schema, [1]))))
            .ShouldBeLessThan(Allocation.Bound(1));
    }

    [Fact]
    public void A_generic_record_of_an_older_version_is_refused_by_the_field_it_lacks()
    {
        var older = (RecordSchema)AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""");
        var newer = (RecordSchema)AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}""");
        var fault = Should.Throw<AvroDataException>(() => GenericWriter.Encode(newer, new GenericRecord(older) { ["a"] = 1 }));
        (fault.Schema, fault.Field).ShouldBe(("R", "b"));
    }

    public static TheoryData<string> Records => [.. Codec.All.Where(codec => codec.Schema.Fields.Count > 0).Select(codec => codec.Schema.FullName)];

    private static (AllTypes Value, string Field) Wrong(string wrong) => wrong switch
    {
        "text" => (Good with { Text = null! }, wrong),
        "point" => (Good with { Point = null! }, wrong),
        "labels" => (Good with { Labels = null! }, wrong),
        "numbers" => (Good with { Numbers = default }, wrong),
        "lone surrogate" => (Good with { Text = "a\ud800b" }, "text"),
        "surrogate key" => (Good with { Labels = new Dictionary<string, string> { ["\udc00"] = "" } }, "labels"),
        "price digits" => (Good with { Price = decimal.MaxValue }, "price"),
        "price places" => (Good with { Price = 0.00001m }, "price"),
        "whole" => (Good with { Whole = 1_000_000_000m }, wrong),
        "rate" => (Good with { Rate = 1m }, wrong),
        "huge" => (Good with { Huge = new AvroDecimal(System.Numerics.BigInteger.Pow(10, 60), 20) }, wrong),
        "huge places" => (Good with { Huge = new AvroDecimal(1, 1_000_000_000) }, "huge"),
        "huge scale" => (Good with { Huge = new AvroDecimal(1, -1_000_000_000) }, "huge"),
        "huge_fixed" => (Good with { HugeFixed = new AvroDecimal(System.Numerics.BigInteger.Pow(10, 47), 3) }, wrong),
        "checksum" => (Good with { Checksum = new byte[4] }, wrong),
        _ => (Good with { Colour = (Colour)4 }, "colour"),
    };
}
