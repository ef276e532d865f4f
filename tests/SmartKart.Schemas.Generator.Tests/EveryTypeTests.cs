namespace SmartKart.Schemas.Generator.Tests;

public sealed class EveryTypeTests
{
    [Theory]
    [InlineData("\"null\"", "AvroNull", "default")]
    [InlineData("\"boolean\"", "bool", "true")]
    [InlineData("\"int\"", "int", "int.MinValue")]
    [InlineData("\"long\"", "long", "long.MinValue")]
    [InlineData("\"float\"", "float", "float.Epsilon")]
    [InlineData("\"double\"", "double", "double.MinValue")]
    [InlineData("\"string\"", "string", "\"tea \\u00e9 \\U0001F375\"")]
    [InlineData("\"bytes\"", "ReadOnlyMemory<byte>", "new byte[] { 0, 255 }")]
    [InlineData("""{"type": "fixed", "name": "Hash", "size": 3}""", "ReadOnlyMemory<byte>", "new byte[] { 1, 2, 3 }")]
    [InlineData("""{"type": "fixed", "name": "Nothing", "size": 0}""", "ReadOnlyMemory<byte>", "ReadOnlyMemory<byte>.Empty")]
    [InlineData("""{"type": "enum", "name": "Size", "symbols": ["S", "M"]}""", "T.Size", "T.Size.M")]
    [InlineData("""{"type": "record", "name": "Empty", "fields": []}""", "T.Empty", "new T.Empty()")]
    [InlineData("""{"type": "record", "name": "Point", "fields": [{"name": "x", "type": "int"}]}""", "T.Point", "new T.Point { X = 3 }")]
    [InlineData("""{"type": "error", "name": "Fault", "fields": [{"name": "why", "type": "string"}]}""", "T.Fault", "new T.Fault { Why = \"no\" }")]
    [InlineData("""{"type": "array", "items": "int"}""", "ImmutableArray<int>", "[1, -70, 3]")]
    [InlineData("""{"type": "array", "items": "null"}""", "ImmutableArray<AvroNull>", "[default, default]")]
    [InlineData("""{"type": "array", "items": {"type": "array", "items": "string"}}""", "ImmutableArray<ImmutableArray<string>>", "[[\"a\"], [], [\"b\", \"c\"]]")]
    [InlineData("""{"type": "array", "items": ["null", "int"]}""", "ImmutableArray<int?>", "[1, null, 3]")]
    [InlineData("""{"type": "array", "items": ["null", "string"]}""", "ImmutableArray<string?>", "[\"a\", null]")]
    [InlineData("""{"type": "array", "items": ["null", {"type": "array", "items": "bytes"}]}""",
        "ImmutableArray<ImmutableArray<ReadOnlyMemory<byte>>?>", "[null, ImmutableArray.Create<ReadOnlyMemory<byte>>(new byte[] { 1 })]")]
    [InlineData("""{"type": "map", "values": "double"}""", "IReadOnlyDictionary<string, double>", "new Dictionary<string, double> { [\"a\"] = 1.5 }")]
    [InlineData("""{"type": "map", "values": ["string", "null"]}""", "IReadOnlyDictionary<string, string?>", "new Dictionary<string, string?> { [\"a\"] = null }")]
    [InlineData("""{"type": "map", "values": {"type": "map", "values": {"type": "array", "items": "bytes"}}}""",
        "IReadOnlyDictionary<string, IReadOnlyDictionary<string, ImmutableArray<ReadOnlyMemory<byte>>>>",
        "new Dictionary<string, IReadOnlyDictionary<string, ImmutableArray<ReadOnlyMemory<byte>>>> { [\"a\"] = new Dictionary<string, ImmutableArray<ReadOnlyMemory<byte>>> { [\"b\"] = [new byte[] { 7 }] } }")]
    [InlineData("""["null", "long"]""", "long?", "5")]
    [InlineData("""["long", "null"]""", "long?", "null")]
    [InlineData("""["null", "string"]""", "string?", "null")]
    [InlineData("""["null", "bytes"]""", "ReadOnlyMemory<byte>?", "new byte[] { 9 }")]
    [InlineData("""["null", {"type": "map", "values": "int"}]""", "IReadOnlyDictionary<string, int>?", "null")]
    [InlineData("""["int"]""", "T.SampleIt", "new T.SampleIt.OfInt(5)")]
    public void A_type_is_held_as_its_CSharp_counterpart_and_comes_back(string schema, string type, string value) => ComesBack(schema, type, value);

    [Theory]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 28, "scale": 28}""", "decimal", "-0.1234567890123456789012345678m")]
    [InlineData("""{"type": "fixed", "name": "Money", "size": 16, "logicalType": "decimal", "precision": 12, "scale": 2}""", "decimal", "-12.30m")]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 40, "scale": 2}""", "AvroDecimal",
        "new AvroDecimal(System.Numerics.BigInteger.Parse(\"-1234567890123456789012345678901234567890\"), 2)")]
    [InlineData("""{"type": "fixed", "name": "Wide", "size": 20, "logicalType": "decimal", "precision": 40}""", "AvroDecimal", "new AvroDecimal(-5, 0)")]
    [InlineData("""{"type": "string", "logicalType": "uuid"}""", "Guid", "Guid.Parse(\"2f1d0b9e-58a4-4c5f-9a57-2a6e3c1b7d80\")")]
    [InlineData("""{"type": "int", "logicalType": "date"}""", "DateOnly", "new DateOnly(1969, 12, 31)")]
    [InlineData("""{"type": "int", "logicalType": "time-millis"}""", "TimeOnly", "new TimeOnly(23, 59, 59, 999)")]
    [InlineData("""{"type": "long", "logicalType": "time-micros"}""", "TimeOnly", "new TimeOnly(1, 2, 3, 4, 5)")]
    [InlineData("""{"type": "long", "logicalType": "timestamp-millis"}""", "DateTimeOffset", "new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero)")]
    [InlineData("""{"type": "long", "logicalType": "timestamp-micros"}""", "DateTimeOffset", "DateTimeOffset.MinValue")]
    [InlineData("""{"type": "long", "logicalType": "local-timestamp-millis"}""", "DateTime", "new DateTime(1969, 12, 31, 23, 59, 59, 999)")]
    [InlineData("""{"type": "long", "logicalType": "local-timestamp-micros"}""", "DateTime", "DateTime.MinValue")]
    [InlineData("""{"type": "fixed", "name": "Span", "size": 12, "logicalType": "duration"}""", "AvroDuration", "new AvroDuration(1, 2, uint.MaxValue)")]
    [InlineData("""["null", {"type": "int", "logicalType": "date"}]""", "DateOnly?", "new DateOnly(2026, 11, 21)")]
    [InlineData("""{"type": "array", "items": {"type": "string", "logicalType": "uuid"}}""", "ImmutableArray<Guid>", "[Guid.Empty]")]
    [InlineData("""{"type": "map", "values": {"type": "bytes", "logicalType": "decimal", "precision": 40}}""",
        "IReadOnlyDictionary<string, AvroDecimal>", "new Dictionary<string, AvroDecimal> { [\"a\"] = new AvroDecimal(1, 0) }")]
    public void A_logical_type_is_held_as_what_it_means_and_comes_back(string schema, string type, string value) => ComesBack(schema, type, value);

    [Fact]
    public void A_logical_type_that_Avro_does_not_know_leaves_the_type_underneath() =>
        ComesBack("""{"type": "long", "logicalType": "timestamp-nanos"}""", "long", "7");

    // Written and read by the generated codec, and once more by the generic one, which knows nothing of it.
    private static void ComesBack(string schema, string type, string value)
    {
        var generated = Generation.Of($$"""{"type": "record", "name": "t.Sample", "fields": [{"name": "before", "type": "int"}, {"name": "it", "type": {{schema}}}, {"name": "after", "type": "string"}]}""");
        generated.Problems.ShouldBeEmpty();
        var (same, generic) = ((bool, bool))generated.Run($$"""
            {{type}} it = {{value}};
            var value = new T.Sample { Before = 1, It = it, After = "end" };
            var bytes = Encode(value);
            var again = Decode<T.Sample>(bytes);
            var schema = T.SampleCodec.Schema;
            return (again == value && again.GetHashCode() == value.GetHashCode(), GenericWriter.Encode(schema, GenericReader.Decode(schema, bytes)).SequenceEqual(bytes));
            """)!;
        same.ShouldBeTrue();
        generic.ShouldBeTrue();
    }
}
