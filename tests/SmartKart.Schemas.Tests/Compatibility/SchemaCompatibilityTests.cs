namespace SmartKart.Schemas.Tests.Compatibility;

/// <summary>Avro 1.11, "Schema Resolution", pair by pair.</summary>
public sealed class SchemaCompatibilityTests
{
    private const string Line = """{"type":"record","name":"Line","fields":[{"name":"sku","type":"string"},{"name":"unit_price","type":"long"}]}""";

    [Theory]
    [InlineData("int", "long float double")]
    [InlineData("long", "float double")]
    [InlineData("float", "double")]
    [InlineData("string", "bytes")]
    [InlineData("bytes", "string")]
    [InlineData("double", "")]
    [InlineData("boolean", "")]
    [InlineData("null", "")]
    public void A_primitive_is_read_as_itself_and_what_it_is_promoted_to_and_nothing_else(string writer, string wider)
    {
        foreach (var reader in new[] { "null", "boolean", "int", "long", "float", "double", "bytes", "string" })
            SchemaCompatibility.CanRead(AvroSchema.Parse($"\"{reader}\""), AvroSchema.Parse($"\"{writer}\""))
                .ShouldBe(reader == writer || wider.Split(' ').Contains(reader), $"{writer} read as {reader}");
    }

    [Theory]
    [InlineData("""{"type":"array","items":"long"}""", """{"type":"array","items":"int"}""")]
    [InlineData("""{"type":"map","values":"double"}""", """{"type":"map","values":"float"}""")]
    [InlineData("""["null","string"]""", "\"string\"")]
    [InlineData("""["null","long"]""", "\"int\"")]
    [InlineData("\"double\"", """["int","long","float"]""")]
    [InlineData("""["string","null","long"]""", """["null","int"]""")]
    [InlineData("\"int\"", "[]")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","B"]}""", """{"type":"enum","name":"E","symbols":["B"]}""")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"],"default":"A"}""", """{"type":"enum","name":"E","symbols":["B"]}""")]
    [InlineData("""{"type":"fixed","name":"F","size":8}""", """{"type":"fixed","name":"F","size":8}""")]
    [InlineData("""{"type":"fixed","name":"a.F","size":8}""", """{"type":"fixed","name":"b.F","size":8}""")]
    [InlineData("""{"type":"fixed","name":"a.G","aliases":["b.F"],"size":8}""", """{"type":"fixed","name":"b.F","size":8}""")]
    [InlineData("""{"type":"fixed","name":"a.G","aliases":["F"],"size":8}""", """{"type":"fixed","name":"a.F","size":8}""")]
    [InlineData("""{"type":"record","name":"R","fields":[]}""", """{"type":"record","name":"R","fields":[{"name":"gone","type":"int"}]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"new","type":["null","int"],"default":null}]}""", """{"type":"record","name":"R","fields":[]}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"b","aliases":["x","a"],"type":"long"}]}""", """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""", "\"bytes\"")]
    [InlineData("\"long\"", """{"type":"long","logicalType":"timestamp-micros"}""")]
    // The full name decides among namesakes, as it does where the data are read.
    [InlineData("""[{"type":"record","name":"a.R","fields":[{"name":"x","type":"int"}]},{"type":"record","name":"b.R","fields":[]}]""", """{"type":"record","name":"b.R","fields":[]}""")]
    public void What_the_specification_lets_be_read_is_compatible(string reader, string writer) => Check(reader, writer).ShouldBeEmpty();

    [Theory]
    [InlineData("\"int\"", "\"long\"",
        "TYPE_MISMATCH at /: data written as long cannot be read as int; int widens to long and not back: let the reader have long, or the writer int.")]
    [InlineData("\"string\"", Line,
        "TYPE_MISMATCH at /: data written as record 'Line' cannot be read as string; keep the type, or add a field of the new type beside the old one.")]
    [InlineData("""{"type":"fixed","name":"F","size":8}""", """{"type":"fixed","name":"F","size":16}""",
        "FIXED_SIZE_MISMATCH at /size: the reader's fixed 'F' has 8 bytes and the writer's 16; keep the size, or add a field with a fixed of another name.")]
    [InlineData("""{"type":"fixed","name":"G","size":8}""", """{"type":"fixed","name":"a.F","size":8}""",
        "NAME_MISMATCH at /name: the reader's fixed 'G' is not the writer's 'a.F'; keep one name, or add 'a.F' to the reader's aliases.")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"]}""", """{"type":"enum","name":"E","symbols":["B","A","C"]}""",
        "MISSING_ENUM_SYMBOLS at /symbols: the reader's enum 'E' lacks the writer's B, C; add what is lacking to the reader, or give the reader's enum a default symbol.")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"new","type":"int"}]}""", """{"type":"record","name":"R","fields":[]}""",
        "READER_FIELD_MISSING_DEFAULT_VALUE at /fields/0 (new): the reader's field 'new' has no default, and the writer's record 'R' has no such field; give it a default in the reader, name the writer's field among its aliases, or keep the field in the writer.")]
    [InlineData("""["null","int"]""", "\"string\"",
        "MISSING_UNION_BRANCH at /: the reader's union of null, int has no branch for the writer's string; add one to the reader's union, or keep the writer from writing it.")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""", """{"type":"bytes","logicalType":"decimal","precision":9,"scale":4}""",
        "TYPE_MISMATCH at /: the writer's decimal(9, 4) and the reader's decimal(9, 2) give the same bytes different meanings; keep the logical type, or add a new field.")]
    [InlineData("""{"type":"fixed","name":"D","size":8,"logicalType":"decimal","precision":9}""", """{"type":"fixed","name":"D","size":8,"logicalType":"decimal","precision":10}""",
        "TYPE_MISMATCH at /: the writer's decimal(10, 0) and the reader's decimal(9, 0) give the same bytes different meanings; keep the logical type, or add a new field.")]
    [InlineData("""{"type":"long","logicalType":"timestamp-millis"}""", """{"type":"long","logicalType":"timestamp-micros"}""",
        "TYPE_MISMATCH at /: the writer's timestamp-micros and the reader's timestamp-millis give the same bytes different meanings; keep the logical type, or add a new field.")]
    public void An_incompatibility_says_its_kind_its_place_its_reason_and_the_remedy(string reader, string writer, string expected) =>
        Check(reader, writer).ShouldHaveSingleItem().ToString().ShouldBe(expected);

    [Fact]
    public void The_place_is_a_pointer_into_the_readers_schema_and_a_path_of_field_names()
    {
        var order = """{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{"name":"lines","type":["null",{"type":"array","items":LINE}]},{"name":"by_sku","type":{"type":"map","values":"Line"}}]}""";

        var found = Check(order.Replace("LINE", Line), order.Replace("LINE", Line.Replace("long", "string"))).ShouldHaveSingleItem();

        // Once, though Line is used twice: it is to be mended in one place.
        (found.Kind, found.Path, found.Field).ShouldBe((IncompatibilityKind.TypeMismatch, "/fields/1/type/1/items/fields/1/type", "lines.unit_price"));
    }

    [Fact]
    public void All_incompatibilities_are_named_in_the_order_of_the_readers_schema()
    {
        var reader = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":{"type":"record","name":"S","fields":[{"name":"x","type":"int"},{"name":"y","type":"string"}]}},{"name":"c","type":["null","boolean"]},{"name":"d","type":"int"}]}""";
        var writer = """{"type":"record","name":"R","fields":[{"name":"a","type":"long"},{"name":"b","type":{"type":"record","name":"S","fields":[{"name":"y","type":"long"}]}},{"name":"c","type":["int","string","null"]}]}""";

        Check(reader, writer).Select(fault => $"{fault.Keyword} {fault.Path} {fault.Field}").ShouldBe([
            "TYPE_MISMATCH /fields/0/type a",
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/1/type/fields/0 b.x",
            "TYPE_MISMATCH /fields/1/type/fields/1/type b.y",
            "MISSING_UNION_BRANCH /fields/2/type c",
            "MISSING_UNION_BRANCH /fields/2/type c",
            "READER_FIELD_MISSING_DEFAULT_VALUE /fields/3 d"]);
    }

    [Fact]
    public void A_branch_that_was_meant_but_does_not_fit_is_explained_from_inside() =>
        Check("""["null",{"type":"fixed","name":"F","size":8}]""", """{"type":"fixed","name":"F","size":16}""")
            .ShouldHaveSingleItem().Path.ShouldBe("/1/size");

    [Fact]
    public void Every_event_is_fully_compatible_with_itself()
    {
        foreach (var schema in SmartKart.Schemas.Catalogue.EventSchemas.Shipped.ByTopic.Values)
            SchemaCompatibility.Check(CompatibilityLevel.FullTransitive, schema, [schema, AvroSchema.Parse(schema.ToString())]).ShouldBeEmpty(schema.FullName);
    }

    private static IReadOnlyList<Incompatibility> Check(string reader, string writer)
    {
        var (r, w) = (AvroSchema.Parse(reader), AvroSchema.Parse(writer));
        var found = SchemaCompatibility.Check(r, w);
        SchemaCompatibility.CanRead(r, w).ShouldBe(found.Count == 0);
        return found;
    }
}
