namespace SmartKart.Schemas.Tests.Resolution;

/// <summary>Corners of the rules in which two sides claim one thing.</summary>
public class SharedFieldTests
{
    [Fact]
    public void Two_fields_of_the_reader_may_take_one_of_the_writer_by_alias_and_by_name()
    {
        var writer = AvroSchema.Parse("""{"type":"record","name":"R","fields":[{"name":"x","type":"int"},{"name":"y","type":"int"}]}""");
        var reader = (RecordSchema)AvroSchema.Parse("""
            {"type":"record","name":"R","fields":[
              {"name":"z","type":"int","aliases":["x"]},{"name":"x","type":"int"},{"name":"y","type":"int"}]}
            """);
        var bytes = GenericWriter.Encode(writer, new GenericRecord((RecordSchema)writer) { ["x"] = 1, ["y"] = 2 });

        GenericReader.Decode(SchemaResolution.Between(writer, reader), bytes)
            .ShouldBe(new GenericRecord(reader) { ["z"] = 1, ["x"] = 1, ["y"] = 2 });
    }

    [Fact]
    public void A_writers_empty_union_has_no_values_and_so_none_that_cannot_be_read()
    {
        var writer = AvroSchema.Parse("""{"type":"array","items":[]}""");
        var reader = AvroSchema.Parse("""{"type":"array","items":"int"}""");

        GenericReader.Decode(SchemaResolution.Between(writer, reader), [0]).ShouldBe(Array.Empty<object?>());
    }

    [Fact]
    public void The_bytes_of_a_decimal_are_not_taken_for_text()
    {
        var writer = AvroSchema.Parse("""{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}""");
        var reader = AvroSchema.Parse("\"string\"");

        Should.Throw<SchemaResolutionException>(() => SchemaResolution.Between(writer, reader)).Message.ShouldContain("are no text");
    }
}
