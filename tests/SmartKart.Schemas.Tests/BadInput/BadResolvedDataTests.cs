namespace SmartKart.Schemas.Tests.BadInput;

/// <summary>Data that a newer reader cannot hold, or seems not to.</summary>
public class BadResolvedDataTests
{
    [Theory]
    [InlineData("00", "null")]
    [InlineData("0402", "boolean")]
    public void A_branch_that_the_reader_lacks_is_the_fault_of_its_own_field(string hex, string branch)
    {
        var resolution = Between("""{"name":"f","type":["null","int","boolean"]},{"name":"z","type":"int"}""", """{"name":"f","type":"int"},{"name":"z","type":"int"}""");

        var fault = Should.Throw<AvroDataException>(() => GenericReader.Decode(resolution, Convert.FromHexString(hex + "02")));

        (fault.Schema, fault.Field, fault.Offset).ShouldBe(("t.R", "f", 0));
        fault.Problem.ShouldContain(branch);
    }

    [Fact]
    public void Items_of_no_bytes_are_counted_once_where_fields_change_places()
    {
        var writer = """{"name":"a","type":{"type":"array","items":"null"}},{"name":"b","type":"int"}""";
        var resolution = Between(writer, """{"name":"b","type":"int"},{"name":"a","type":{"type":"array","items":"null"}}""");
        var value = new GenericRecord((RecordSchema)resolution.Writer) { ["a"] = new object?[AvroReader.MaxEmptyItems], ["b"] = 1 };

        var read = (GenericRecord)GenericReader.Decode(resolution, GenericWriter.Encode(resolution.Writer, value))!;

        ((object?[])read["a"]!).Length.ShouldBe(AvroReader.MaxEmptyItems);
    }

    [Fact]
    public void A_fault_that_only_the_reader_sees_says_that_it_lies_in_resolved_data()
    {
        var resolution = Between("""{"name":"a","type":"int"},{"name":"f","type":"bytes"}""", """{"name":"f","type":"string"}""");

        var fault = Should.Throw<AvroDataException>(() => GenericReader.Decode(resolution, [2, 4, 0xC3, 0x28]));

        (fault.Schema, fault.Field, fault.Offset).ShouldBe(("t.R", "f", 0));
        fault.Problem.ShouldContain("UTF-8");
        fault.Problem.ShouldContain("another version of t.R");
    }

    [Fact]
    public void Defaults_put_into_many_items_of_no_bytes_are_bounded()
    {
        var text = new string('x', 100_000);
        var resolution = Between("""{"name":"a","type":{"type":"array","items":{"type":"record","name":"E","fields":[]}}}""",
            """{"name":"a","type":{"type":"array","items":{"type":"record","name":"E","fields":[{"name":"t","type":"string","default":"DEFAULT"}]}}}""".Replace("DEFAULT", text, StringComparison.Ordinal));
        var value = new GenericRecord((RecordSchema)resolution.Writer) { ["a"] = Array.Empty<object?>() };
        GenericReader.Decode(resolution, GenericWriter.Encode(resolution.Writer, value)).ShouldNotBeNull();

        // 65,536 items would be 6.5 GB; their count takes three bytes.
        Should.Throw<AvroDataException>(() => GenericReader.Decode(resolution, [0x80, 0x80, 0x08, 0])).Problem.ShouldContain("defaults");
    }

    private static SchemaResolution Between(string writer, string reader) => SchemaResolution.Between(Record(writer), Record(reader));

    private static AvroSchema Record(string fields) => AvroSchema.Parse($$"""{"type":"record","name":"R","namespace":"t","fields":[{{fields}}]}""");
}
