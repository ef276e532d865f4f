namespace SmartKart.Schemas.Generator.Tests;

public sealed class UnionTests
{
    [Theory]
    [InlineData("""["null", "string"]""", "00", "020261")]
    [InlineData("""["string", "null"]""", "02", "000261")]
    public void Null_is_CSharps_null_wherever_it_stands(string union, string nullBytes, string textBytes) =>
        Sample(union).Run("return Convert.ToHexString(Encode(new T.Sample { It = null })) + \" \" + Convert.ToHexString(Encode(new T.Sample { It = \"a\" }));").ShouldBe($"{nullBytes} {textBytes}");

    [Fact]
    public void A_union_of_several_is_a_closed_family_that_a_switch_tells_apart() =>
        Sample("""["int", "null", "string", {"type": "record", "name": "Point", "fields": []}, {"type": "long", "logicalType": "timestamp-micros"}, {"type": "array", "items": ["null", "int"]}]""").Run("""
            T.SampleIt?[] values = [new T.SampleIt.OfInt(1), null, new T.SampleIt.OfString("a"), new T.SampleIt.OfPoint(new T.Point()),
                new T.SampleIt.OfTimestampMicros(DateTimeOffset.UnixEpoch), new T.SampleIt.OfArray([1, null])];
            return string.Join(' ', values.Select(value => Decode<T.Sample>(Encode(new T.Sample { It = value })).It switch
            {
                T.SampleIt.OfInt it => $"int {it.Value}",
                T.SampleIt.OfString it => $"string {it.Value}",
                T.SampleIt.OfPoint => "point",
                T.SampleIt.OfTimestampMicros it => $"{it.Value.Year}",
                T.SampleIt.OfArray it => $"array {it.Value.Length}",
                null => "null",
                _ => "?",
            })) + " " + (typeof(T.SampleIt).IsAbstract && typeof(T.SampleIt).GetConstructors().Length == 0);
            """).ShouldBe("int 1 null string a point 1970 array 2 True");

    [Fact]
    public void Unions_inside_lists_and_maps_have_families_of_their_own() =>
        Generation.Of("""
            {"type": "record", "name": "t.Sample", "fields": [
              {"name": "list", "type": {"type": "array", "items": ["null", "int", "string"]}},
              {"name": "map", "type": {"type": "map", "values": ["int", "boolean"]}}]}
            """).Run("""
            var value = new T.Sample
            {
                List = [new T.SampleListItem.OfInt(1), null, new T.SampleListItem.OfString("a")],
                Map = new Dictionary<string, T.SampleMapValue> { ["a"] = new T.SampleMapValue.OfBoolean(true) },
            };
            return Decode<T.Sample>(Encode(value)) == value;
            """).ShouldBe(true);

    [Fact]
    public void A_union_of_more_than_64_branches_has_indexes_of_two_bytes()
    {
        var branches = Enumerable.Range(0, 70).Select(i => $$"""{"type": "record", "name": "B{{i}}", "fields": []}""");
        Sample($"[{string.Join(", ", branches)}]").Run("""
            var value = new T.Sample { It = new T.SampleIt.OfB69(new T.B69()) };
            return Convert.ToHexString(Encode(value)) + " " + (Decode<T.Sample>(Encode(value)) == value);
            """).ShouldBe("8A01 True");
    }

    [Fact]
    public void A_branch_that_the_union_lacks_is_refused() =>
        Should.Throw<AvroDataException>(() => Sample("""["null", "int"]""").Run("return Decode<T.Sample>(4);")).Message.ShouldBe("t.Sample, field 'it', byte 0: branch 2 of a union that has 2.");

    private static Generation Sample(string union) => Generation.Of($$"""{"type": "record", "name": "t.Sample", "fields": [{"name": "it", "type": {{union}}}]}""");
}
