using static SmartKart.Schemas.Tests.Resolution.Resolved;

namespace SmartKart.Schemas.Tests.Resolution;

public sealed class UnionAndEnumTests
{
    private const string Abc = """{"type": "enum", "name": "E", "symbols": ["A", "B", "C"]}""";

    [Theory]
    [InlineData("00", "A")]
    [InlineData("02", "D")]
    [InlineData("04", "C")]
    public void A_symbol_is_found_by_name_and_one_unknown_to_the_reader_is_its_default(string hex, string expected) =>
        Bytes(Abc, """{"type": "enum", "name": "E", "symbols": ["D", "C", "A"], "default": "D"}""", hex).ShouldBe(expected);

    [Fact]
    public void A_symbol_unknown_to_a_reader_without_default_is_an_error_only_where_it_occurs()
    {
        const string Reader = """{"type": "enum", "name": "E", "symbols": ["A", "C"]}""";
        Bytes(Abc, Reader, "04").ShouldBe("C");
        var fault = Should.Throw<AvroDataException>(() => Bytes(Record(Field("n", "\"int\""), Field("e", Abc)), Record(Field("n", "\"int\""), Field("e", Reader)), "0202"));
        fault.Message.ShouldBe("R, field 'e', byte 1: the symbol 'B' is unknown to the reader's enum, which has no default.");
    }

    [Fact]
    public void The_writers_default_of_an_enum_means_nothing_to_a_reader() =>
        Should.Throw<AvroDataException>(() => Bytes("""{"type": "enum", "name": "E", "symbols": ["A", "B"], "default": "A"}""", """{"type": "enum", "name": "E", "symbols": ["A"]}""", "02"));

    [Theory]
    [InlineData("\"int\"", """["null", "string", "long"]""", "0E", "7")]
    [InlineData("\"int\"", """["long", "int"]""", "0E", "7")]       // the type itself, before one that it is promoted to
    [InlineData("""["int", "string"]""", """["string", "long", "null"]""", "000E", "7")]
    [InlineData("""["int", "string"]""", """["string", "long", "null"]""", "020278", "\"x\"")]
    [InlineData("""["null", "int"]""", "\"long\"", "020E", "7")]
    [InlineData("""["null", {"type": "array", "items": "int"}]""", """[{"type": "array", "items": ["null", "double"]}, "null"]""", "0202" + "0E00", "[7]")]
    [InlineData("""["null", {"type": "fixed", "name": "a.F", "size": 1}]""", """[{"type": "fixed", "name": "b.F", "size": 2}, "null", {"type": "fixed", "name": "a.F", "size": 1}]""", "0207", "07")]
    public void A_union_is_resolved_branch_by_branch(string writer, string reader, string hex, string expected) => Bytes(writer, reader, hex).ShouldBe(expected);

    [Theory]
    [InlineData("\"int\"", """["long", "int"]""", 7)]
    [InlineData("\"int\"", """["string", "int", "long"]""", 7)]
    public void The_first_branch_that_matches_is_taken(string writer, string reader, object expected) => Value(writer, reader, 7).ShouldBe(expected);

    [Fact]
    public void A_branch_that_the_reader_lacks_is_an_error_only_where_it_occurs_and_names_its_field()
    {
        var (writer, reader) = (Record(Field("n", "\"int\""), Field("u", """["null", "int"]"""), Field("s", "\"string\"")), Record(Field("n", "\"int\""), Field("u", "\"int\""), Field("s", "\"string\"")));
        Bytes(writer, reader, "02" + "020E" + "0278").ShouldBe("R { n = 1, u = 7, s = \"x\" }");
        var fault = Should.Throw<AvroDataException>(() => Bytes(writer, reader, "02" + "00" + "0278"));
        (fault.Schema, fault.Field, fault.Offset).ShouldBe(("R", "u", 1));
        fault.Problem.ShouldStartWith("the writer's branch 'null' cannot be read");
    }

    [Fact]
    public void A_union_with_nothing_to_read_is_refused_with_each_branchs_reason()
    {
        var fault = Refused(Record(Field("u", """["null", "string"]""")), Record(Field("u", "\"int\"")));
        fault.Path.ShouldBe("R.u");
        fault.Problem.ShouldContain("'null'");
        fault.Problem.ShouldContain("'string'");
        Refused("\"string\"", """["null", "int"]""").Problem.ShouldBe("the writer's 'string' matches no branch of the reader's union (null, int); add one.");
    }

    [Fact]
    public void A_record_found_unreadable_in_one_branch_leaves_no_trace_in_another()
    {
        // A holds B before the field that makes A unreadable, and B holds A: when A fails, what was worked out for B holds the failure.
        const string Writer = """
            [{"type": "record", "name": "A", "fields": [
               {"name": "b", "type": ["null", {"type": "record", "name": "B", "fields": [{"name": "a", "type": ["null", "A"]}, {"name": "n", "type": "int"}]}]},
               {"name": "x", "type": "string"}]},
             "B"]
            """;
        const string Reader = """
            [{"type": "record", "name": "A", "fields": [
               {"name": "b", "type": ["null", {"type": "record", "name": "B", "fields": [{"name": "a", "type": ["null", "A"]}, {"name": "n", "type": "long"}]}]},
               {"name": "x", "type": "int"}]},
             "B"]
            """;
        Bytes(Writer, Reader, "02" + "00" + "0A").ShouldBe("B { a = null, n = 5 }");
        Should.Throw<AvroDataException>(() => Bytes(Writer, Reader, "02" + "02" + "00" + "0278" + "0A")).Problem.ShouldContain("the writer's branch 'A' cannot be read");
    }
}
