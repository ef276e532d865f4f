using SmartKart.Schemas.Catalogue;

namespace SmartKart.Schemas.Tests.Catalogue;

public sealed class TypeTextTests
{
    [Theory]
    [InlineData("\"long\"", "long")]
    [InlineData("""{"type": "long", "logicalType": "timestamp-micros"}""", "timestamp-micros")]
    [InlineData("""["null", {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 4}]""", "optional decimal(18, 4)")]
    [InlineData("""["int", "null", "string"]""", "optional int or string")]
    [InlineData("""["int", "string"]""", "int or string")]
    [InlineData("""{"type": "map", "values": {"type": "array", "items": "bytes"}}""", "map of list of bytes")]
    [InlineData("""{"type": "array", "items": {"type": "fixed", "name": "a.b.Hash", "size": 16}}""", "list of Hash")]
    public void A_type_reads_as_words(string schema, string expected) => TypeText.Of(AvroSchema.Parse(schema)).ShouldBe(expected);

    [Fact]
    public void A_named_type_is_written_as_asked() =>
        TypeText.Of(AvroSchema.Parse("""["null", {"type": "fixed", "name": "Hash", "size": 16}]"""), type => $"<{type.FullName}>").ShouldBe("optional <Hash>");
}
