using static SmartKart.Schemas.Tests.Resolution.Resolved;

namespace SmartKart.Schemas.Tests.Resolution;

public sealed class SchemaResolutionTests
{
    [Fact]
    public void A_pair_is_resolved_once()
    {
        var (writer, reader) = (AvroSchema.Parse("\"int\""), AvroSchema.Parse("\"long\""));
        var first = SchemaResolution.Between(writer, reader);
        SchemaResolution.Between(writer, reader).ShouldBeSameAs(first);
        SchemaResolution.Between(reader, reader).ShouldNotBeSameAs(first);
        Parallel.For(0, 100, _ => SchemaResolution.Between(writer, reader).ShouldBeSameAs(first));
    }

    [Theory]
    [InlineData("\"int\"", "\"int\"", true)]
    [InlineData("\"int\"", "\"long\"", false)]
    [InlineData("\"string\"", "\"bytes\"", false)]
    [InlineData("""{"type": "enum", "name": "E", "symbols": ["A", "B"]}""", """{"type": "enum", "name": "E", "doc": "d", "symbols": ["A", "B"], "default": "A"}""", true)]
    [InlineData("""{"type": "enum", "name": "E", "symbols": ["A", "B"]}""", """{"type": "enum", "name": "E", "symbols": ["B", "A"]}""", false)]
    [InlineData("""["null", "int"]""", """["int", "null"]""", false)]
    public void Only_schemas_that_lay_out_the_same_bytes_are_identical(string writer, string reader, bool identity) =>
        SchemaResolution.Between(AvroSchema.Parse(writer), AvroSchema.Parse(reader)).IsIdentity.ShouldBe(identity);

    [Fact]
    public void A_record_with_another_doc_default_or_alias_is_read_as_it_stands()
    {
        var writer = Record(Field("a", "\"int\""), Field("b", """["null", "R"]"""));
        var reader = Record(Field("a", "\"int\"", "\"doc\": \"d\", \"default\": 1"), Field("b", """["null", "R"]""", "\"aliases\": [\"c\"], \"default\": null"));
        SchemaResolution.Between(AvroSchema.Parse(writer), AvroSchema.Parse(reader)).IsIdentity.ShouldBeTrue();
    }

    [Fact]
    public void Bytes_after_the_value_are_refused() =>
        Should.Throw<AvroDataException>(() => Bytes("\"int\"", "\"long\"", "0200")).Message.ShouldBe("int, byte 1: 1 bytes follow the end of the value; was it written with another schema?");

    [Fact]
    public void Data_broken_in_the_writers_schema_are_told_by_its_fields() =>
        Should.Throw<AvroDataException>(() => Bytes(Record(Field("old", "\"int\""), Field("list", """{"type": "array", "items": "string"}""")), Record(Field("list", """{"type": "array", "items": "bytes"}""")), "02" + "04" + "0278" + "0A"))
            .Message.ShouldBe("R, field 'list[1]', byte 4: a length of 5 bytes, where 0 are left.");

    [Fact]
    public void Values_that_the_reader_cannot_hold_are_told_as_of_another_version()
    {
        var fault = Should.Throw<AvroDataException>(() => Bytes(Record(Field("old", "\"int\""), Field("id", "\"string\"")), Record(Field("id", """{"type": "string", "logicalType": "uuid"}""")), "02" + "0278"));
        fault.Field.ShouldBe("id");
        fault.Problem.ShouldBe("a uuid that is not 8-4-4-4-12 hexadecimal digits. (The data are of another version of R; the byte is counted after their resolution.)");
    }
}
