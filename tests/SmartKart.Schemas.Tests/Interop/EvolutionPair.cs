namespace SmartKart.Schemas.Tests.Interop;

/// <summary>Writers' and readers' schemas, one pair for each rule of the specification's "Schema Resolution".</summary>
/// <param name="Name">What changed.</param>
/// <param name="Writer">The writer's schema.</param>
/// <param name="Reader">The reader's.</param>
/// <param name="Beyond">What a peer does not know of it: it is then not asked. Empty: both know it.</param>
internal sealed record EvolutionPair(string Name, RecordSchema Writer, RecordSchema Reader, string Beyond)
{
    private const string Ab = """{"name":"a","type":"int"},{"name":"b","type":"string"}""";
    private const string Inner = """{"type":"record","name":"I","fields":[""";

    public static IReadOnlyList<EvolutionPair> All { get; } =
    [
        Pair("a field is dropped", Ab, """{"name":"b","type":"string"}"""),
        Pair("a field is added", Ab, Ab + """,""" + """{"name":"c","type":["string","null"],"default":"x"}"""),
        Pair("fields of every type are added", Ab, Ab + """
            ,{"name":"c","type":"double","default":1.5},{"name":"d","type":"bytes","default":"ab"},{"name":"e","type":{"type":"map","values":"long"},"default":{"k":-1}}
            ,{"name":"f","type":{"type":"fixed","name":"F","size":2},"default":"ab"},{"name":"g","type":{"type":"enum","name":"E","symbols":["x","y"]},"default":"y"}
            ,{"name":"h","type":{"type":"record","name":"H","fields":[{"name":"p","type":"int","default":4},{"name":"q","type":"boolean"}]},"default":{"q":true}}
            """),
        Pair("bytes beyond ASCII are added", Ab, Ab + """,""" + """{"name":"c","type":"bytes","default":"\u00ff"}""", "python3-avro: takes a default of bytes for UTF-8, not for Latin-1"),
        Pair("fields change places", Ab + """,""" + """{"name":"c","type":{"type":"array","items":"long"}}""", """{"name":"c","type":{"type":"array","items":"long"}},{"name":"b","type":"string"},{"name":"a","type":"int"}"""),
        Pair("a field is renamed", Ab, """{"name":"z","type":"int","aliases":["a"]},{"name":"b","type":"string"}""", "python3-avro: aliases"),
        Promotion("int", "long"), Promotion("int", "float"), Promotion("int", "double"),
        Promotion("long", "float", "avsc: longs to floats through 2^53; python3-avro: floats are checked"), Promotion("long", "double", "avsc: longs to doubles through 2^53"),
        Promotion("float", "double"), Promotion("string", "bytes", "python3-avro: text as bytes"),
        Pair("numbers are promoted in an array and a map", """{"name":"a","type":{"type":"array","items":"int"}},{"name":"m","type":{"type":"map","values":"float"}}""",
            """{"name":"a","type":{"type":"array","items":"long"}},{"name":"m","type":{"type":"map","values":"double"}}""", "python3-avro: promotes nothing there"),
        Pair("an enum gains symbols and moves them", Of("""{"type":"enum","name":"E","symbols":["x","y"]}"""), Of("""{"type":"enum","name":"E","symbols":["z","y","x"]}""")),
        Pair("an enum loses a symbol for a default", Of("""{"type":"enum","name":"E","symbols":["x","y","z"]}"""), Of("""{"type":"enum","name":"E","symbols":["y","x"],"default":"y"}"""), "python3-avro: enum defaults"),
        Pair("an enum loses a symbol", Of("""{"type":"enum","name":"E","symbols":["x","y","z"]}"""), Of("""{"type":"enum","name":"E","symbols":["y","x"]}"""), "avsc: refuses the schemas, not the symbol"),
        Pair("a value becomes nullable", Of("\"long\""), Of("[\"null\",\"long\"]")),
        Pair("a union gains branches", Of("[\"null\",\"int\"]"), Of("[\"string\",\"null\",\"boolean\",\"int\"]")),
        Pair("a union's branch is promoted", Of("[\"null\",\"int\"]"), Of("[\"null\",\"double\"]")),
        Pair("a union loses a branch", Of("[\"null\",\"int\",\"string\"]"), Of("[\"string\",\"int\"]"), "avsc: refuses the schemas, not the branch"),
        Pair("a nullable value is no longer", Of("[\"null\",\"int\"]"), Of("\"int\""), "avsc and python3-avro: refuse the schemas, not the branch"),
        Pair("a nested record changes", Of(Inner + Ab + "]}"), Of(Inner + """{"name":"b","type":"string"},{"name":"n","type":"long","default":-1},{"name":"a","type":"double"}]}""")),
        Pair("records in arrays, maps and unions change", """{"name":"l","type":{"type":"array","items":""" + Inner + Ab + """]}}},{"name":"m","type":{"type":"map","values":"I"}},{"name":"u","type":["null","I"]}""",
            """{"name":"l","type":{"type":"array","items":""" + Inner + """{"name":"b","type":"string"}]}}},{"name":"m","type":{"type":"map","values":"I"}},{"name":"u","type":["null","I"]}"""),
        Pair("a recursive record changes", """{"name":"v","type":"int"},{"name":"next","type":["null","R"]}""", """{"name":"next","type":["null","R"]},{"name":"w","type":"int","default":7},{"name":"v","type":"long"}"""),
        Pair("a record is renamed", Of(Inner + Ab + "]}"), Of("""{"type":"record","name":"J","aliases":["I"],"fields":[""" + Ab + "]}"), "python3-avro: aliases"),
        Pair("a fixed is renamed", Of("""{"type":"fixed","name":"F","size":3}"""), Of("""{"type":"fixed","name":"G","aliases":["F"],"size":3}"""), "python3-avro: aliases"),
    ];

    public override string ToString() => Name;

    private static EvolutionPair Promotion(string from, string to, string beyond = "") => Pair($"{from} becomes {to}", Of($"\"{from}\""), Of($"\"{to}\""), beyond);

    private static string Of(string type) => $$"""{"name":"before","type":"int"},{"name":"f","type":{{type}}},{"name":"after","type":"string"}""";

    private static EvolutionPair Pair(string name, string writer, string reader, string beyond = "") => new(name, Record(writer), Record(reader), beyond);

    private static RecordSchema Record(string fields) => (RecordSchema)AvroSchema.Parse($$"""{"type":"record","name":"R","fields":[{{fields}}]}""");
}
