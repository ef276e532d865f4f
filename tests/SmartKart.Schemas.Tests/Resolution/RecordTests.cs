using static SmartKart.Schemas.Tests.Resolution.Resolved;

namespace SmartKart.Schemas.Tests.Resolution;

public sealed class RecordTests
{
    private const string Lists = """{"type": "array", "items": {"type": "array", "items": "int"}}""";

    [Fact]
    public void Fields_are_found_by_name_in_whatever_order() =>
        Bytes(Record(Field("a", "\"int\""), Field("b", "\"string\""), Field("c", "\"boolean\"")),
            Record(Field("c", "\"boolean\""), Field("a", "\"long\""), Field("b", "\"string\"")), "02" + "0278" + "01").ShouldBe("R { c = True, a = 1, b = \"x\" }");

    [Fact]
    public void Fields_that_the_reader_lacks_are_passed_over() =>
        Bytes(Record(Field("a", """{"type": "map", "values": "int"}"""), Field("b", "\"string\""), Field("c", """["null", "double"]"""), Field("d", "\"int\""), Field("e", "\"bytes\"")),
            Record(Field("b", "\"string\""), Field("d", "\"long\"")),
            "0106026B0200" + "0278" + "020000000000000000" + "04" + "04FFFF").ShouldBe("R { b = \"x\", d = 2 }");

    [Fact]
    public void Lists_of_lists_in_several_blocks_are_passed_over_or_kept()
    {
        // [[1, 2], [], [3]]: a block of two lists with its size (the first list in two blocks), then a block of one.
        const string List = "030C" + "020202" + "0400" + "00" + "02" + "020600" + "00";
        Bytes(Record(Field("skipped", Lists), Field("kept", Lists), Field("last", "\"int\"")), Record(Field("kept", Lists), Field("last", "\"long\"")), List + List + "0E")
            .ShouldBe("R { kept = [[1, 2], [], [3]], last = 7 }");
        Bytes(Record(Field("moved", Lists), Field("last", "\"int\"")), Record(Field("last", "\"int\""), Field("moved", Lists.Replace("int", "double"))), List + "0E")
            .ShouldBe("R { last = 7, moved = [[1, 2], [], [3]] }");
    }

    [Fact]
    public void A_record_that_contains_itself_is_projected_at_every_level()
    {
        const string Writer = """{"type": "record", "name": "Node", "fields": [{"name": "old", "type": "string"}, {"name": "next", "type": ["null", "Node"]}, {"name": "value", "type": "int"}]}""";
        const string Reader = """{"type": "record", "name": "Node", "fields": [{"name": "value", "type": "long"}, {"name": "next", "type": ["Node", "null"]}, {"name": "added", "type": "int", "default": 9}]}""";
        Bytes(Writer, Reader, "0261" + "02" + "0262" + "00" + "04" + "02").ShouldBe("Node { value = 1, next = Node { value = 2, next = null, added = 9 }, added = 9 }");
        Bytes($$"""{"type": "array", "items": ["null", {{Writer}}]}""", """{"type": "array", "items": ["null", "int"]}""", "02" + "00" + "00").ShouldBe("[null]");
    }

    [Fact]
    public void A_field_is_found_by_its_alias_where_its_name_is_not_there()
    {
        Bytes(Record(Field("old", "\"int\"")), Record(Field("new", "\"long\"", "\"aliases\": [\"older\", \"old\"]")), "02").ShouldBe("R { new = 1 }");
        Bytes(Record(Field("old", "\"int\""), Field("new", "\"int\"")), Record(Field("new", "\"long\"", "\"aliases\": [\"old\"]")), "0204").ShouldBe("R { new = 2 }");
    }

    [Fact]
    public void Two_fields_may_be_read_from_one_through_an_alias() =>
        Bytes(Record(Field("a", "\"int\""), Field("z", "\"int\"")), Record(Field("a", "\"int\""), Field("b", "\"int\"", "\"aliases\": [\"a\"]"), Field("z", "\"int\"")), "020E")
            .ShouldBe("R { a = 1, b = 1, z = 7 }");

    [Theory]
    [InlineData("""{"type": "record", "name": "s.Old", "fields": []}""", """{"type": "record", "name": "s.New", "aliases": ["Old"], "fields": []}""", true)]
    [InlineData("""{"type": "record", "name": "t.Old", "fields": []}""", """{"type": "record", "name": "s.New", "aliases": ["Old"], "fields": []}""", false)]
    [InlineData("""{"type": "record", "name": "t.Old", "fields": []}""", """{"type": "record", "name": "s.New", "aliases": ["t.Old"], "fields": []}""", true)]
    [InlineData("""{"type": "record", "name": "t.Same", "fields": []}""", """{"type": "record", "name": "s.Same", "fields": []}""", true)]
    [InlineData("""{"type": "enum", "name": "Old", "symbols": ["A"]}""", """{"type": "enum", "name": "New", "aliases": ["Old"], "symbols": ["A"]}""", true)]
    [InlineData("""{"type": "enum", "name": "Old", "symbols": ["A"]}""", """{"type": "enum", "name": "New", "symbols": ["A"]}""", false)]
    [InlineData("""{"type": "fixed", "name": "Old", "size": 2}""", """{"type": "fixed", "name": "New", "aliases": ["Old"], "size": 2}""", true)]
    [InlineData("""{"type": "fixed", "name": "Old", "size": 2}""", """{"type": "fixed", "name": "Old", "size": 3}""", false)]
    [InlineData("""{"type": "fixed", "name": "Same", "size": 2}""", """{"type": "enum", "name": "Same", "symbols": ["A"]}""", false)]
    public void Named_types_match_by_unqualified_name_or_alias(string writer, string reader, bool match)
    {
        if (match) SchemaResolution.Between(AvroSchema.Parse(writer), AvroSchema.Parse(reader)).ShouldNotBeNull();
        else Refused(writer, reader).Problem.ShouldContain("neither the reader's");
    }

    [Fact]
    public void A_field_that_the_writer_lacks_and_that_has_no_default_is_refused_at_its_path()
    {
        const string Inner = """{"type": "map", "values": {"type": "record", "name": "I", "fields": [{"name": "x", "type": "int"}%]}}""";
        var fault = Refused(Record(Field("m", Inner.Replace("%", ""))), Record(Field("m", Inner.Replace("%", """, {"name": "y", "type": "int"}"""))));
        fault.Message.ShouldBe("R.m{}.y: the writer has no such field, and the reader no default for it; give it one.");
    }

    [Theory]
    [InlineData("\"null\"", "null", "null")]
    [InlineData("\"boolean\"", "true", "True")]
    [InlineData("\"int\"", "-5", "-5")]
    [InlineData("\"long\"", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("\"float\"", "1.5", "1.5")]
    [InlineData("\"double\"", "-1e300", "-1E+300")]
    [InlineData("\"string\"", "\"\\u00e9\"", "\"\u00e9\"")]
    [InlineData("\"bytes\"", "\"\\u00ff\\u0000\"", "FF00")]
    [InlineData("""{"type": "fixed", "name": "F", "size": 2}""", "\"\\u00ff\\u0000\"", "FF00")]
    [InlineData("""{"type": "enum", "name": "E", "symbols": ["A", "B"]}""", "\"B\"", "B")]
    [InlineData("""{"type": "array", "items": "int"}""", "[1, 2]", "[1, 2]")]
    [InlineData("""{"type": "array", "items": "int"}""", "[]", "[]")]
    [InlineData("""{"type": "map", "values": "int"}""", """{"k": 1}""", "{k: 1}")]
    [InlineData("""{"type": "map", "values": "int"}""", "{}", "{}")]
    [InlineData("""["null", "int"]""", "null", "null")]
    [InlineData("""["int", "null"]""", "3", "3")]
    [InlineData("""{"type": "record", "name": "I", "fields": [{"name": "x", "type": "int"}, {"name": "y", "type": "int", "default": 8}]}""", """{"x": 1}""", "I { x = 1, y = 8 }")]
    [InlineData("""{"type": "int", "logicalType": "date"}""", "1", "01/02/1970")]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2}""", "\"\\u00ff\"", "-0.01")]
    public void A_field_that_the_writer_lacks_takes_its_default(string type, string json, string expected) =>
        Bytes(Record(Field("a", "\"int\"")), Record(Field("added", type, $"\"default\": {json}"), Field("a", "\"int\"")), "02").ShouldBe($"R {{ added = {expected}, a = 1 }}");

    [Fact]
    public void Over_64_reordered_fields_are_found_too()
    {
        var fields = Enumerable.Range(0, 100).Select(i => Field($"f{i}", "\"int\"")).ToArray();
        var hex = string.Concat(Enumerable.Range(0, 100).Select(i => i < 64 ? $"{i * 2:X2}" : $"{(i * 2 & 0x7F) | 0x80:X2}01"));
        Bytes(Record(fields), Record([.. fields.Reverse()]), hex).ShouldBe($"R {{ {string.Join(", ", Enumerable.Range(0, 100).Reverse().Select(i => $"f{i} = {i}"))} }}");
    }
}
