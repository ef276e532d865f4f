using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmartKart.Schemas.Tests.Interop;

/// <summary>
/// Random newer versions of a schema, from a seed: fields dropped, added with a default, moved and renamed; numbers and text
/// promoted; values made nullable; enums given other symbols. Data of the old one can be read as the new one, but for symbols
/// that the new one lacks.
/// </summary>
/// <param name="seed">The same seed gives the same versions.</param>
/// <param name="forPython">Only what python3-avro knows: no field renamed, no enum's symbol lost, no text made bytes.</param>
internal sealed class SchemaEvolution(int seed, bool forPython = false)
{
    private readonly Random _random = new(seed);
    private string _text = "";
    private int _added;

    /// <summary>Another version of a record.</summary>
    public RecordSchema Next(RecordSchema schema)
    {
        _text = schema.ToString();
        for (var attempt = 1; ; attempt++)
        {
            var json = JsonNode.Parse(_text, null, new JsonDocumentOptions { MaxDepth = 256 })!;
            Type(json);
            try
            {
                return (RecordSchema)AvroSchema.Parse(json.ToJsonString());
            }
            catch (SchemaParseException) when (attempt < 100)
            {
                // A default that is written elsewhere, for a record that has changed, does not fit any more: another version, then.
            }
        }
    }

    private void Type(JsonNode? schema)
    {
        switch (schema)
        {
            case JsonArray union:
                foreach (var branch in union) Type(branch);
                break;
            case JsonObject named when Word(named) is "record":
                Record(named);
                break;
            case JsonObject named when Word(named) is "enum":
                Enum(named);
                break;
            case JsonObject other:
                Type(other["items"] ?? other["values"]);
                break;
        }
    }

    private void Record(JsonObject record)
    {
        var fields = record["fields"]!.AsArray();
        foreach (var field in fields) Field(field!.AsObject());
        // What is defined in a field may be referred to after it: such a field stays, and stays first.
        for (var i = fields.Count - 1; i >= 0; i--)
            if (!Defines(fields[i]!["type"]) && Once(8)) fields.RemoveAt(i);
        for (var i = fields.Count - 1; i > 0; i--)
        {
            if (!Once(4) || fields.Any(field => Defines(field!["type"]))) continue;
            var moved = fields[i]!;
            fields.RemoveAt(i);
            fields.Insert(_random.Next(i), moved);
        }
        if (Once(2)) fields.Insert(_random.Next(fields.Count + 1), Added());
    }

    private void Field(JsonObject field)
    {
        Type(field["type"]);
        if (!forPython && Once(8) && field["aliases"] is null)
        {
            field["aliases"] = new JsonArray(field["name"]!.GetValue<string>());
            field["name"] = $"renamed_{_added++}";
        }
        var type = field["type"]!;
        if (Once(3) && IsName(type) && Promoted(type.GetValue<string>()) is { } larger)
        {
            field["type"] = larger;
            field.Remove("default");        // it need not be one of the new type
        }
        else if (Once(6) && type is not JsonArray && !Defines(type) && type.ToJsonString() != "\"null\"")
        {
            field["type"] = new JsonArray("null", type.DeepClone());
            field["default"] = null;
        }
    }

    private void Enum(JsonObject schema)
    {
        var symbols = schema["symbols"]!.AsArray();
        if (Once(2)) symbols.Insert(_random.Next(symbols.Count), $"added_{_added++}");
        if (forPython || !Once(2)) return;
        var dropped = _random.Next(symbols.Count);
        if (_text.Contains($"\"default\":\"{symbols[dropped]!.GetValue<string>()}\"", StringComparison.Ordinal)) return;     // a field's
        symbols.RemoveAt(dropped);
        schema["default"] = symbols[0]!.GetValue<string>();
    }

    private JsonObject Added()
    {
        var (type, otherwise) = _random.Next(4) switch
        {
            0 => ("\"long\"", "-7"),
            1 => ("[\"null\",\"string\"]", "null"),
            2 => ("{\"type\":\"array\",\"items\":\"int\"}", "[1,2,-3]"),
            _ => ("\"bytes\"", "\"ab\""),
        };
        return new JsonObject { ["name"] = $"added_{_added++}", ["type"] = JsonNode.Parse(type), ["default"] = JsonNode.Parse(otherwise) };
    }

    private string? Promoted(string type) => type switch
    {
        "int" => Once(2) ? "long" : "double",
        // not long: avsc reads one as a double only up to 2^53
        "float" => "double",
        "string" when !forPython && Once(3) => "bytes",
        _ => null,
    };

    private static bool Defines(JsonNode? type) => type switch
    {
        JsonArray union => union.Any(Defines),
        JsonObject schema => schema["name"] is not null || Defines(schema["items"] ?? schema["values"]),
        _ => false,
    };

    private static string? Word(JsonObject schema) => IsName(schema["type"]!) ? schema["type"]!.GetValue<string>() : null;

    private static bool IsName(JsonNode type) => type.GetValueKind() == JsonValueKind.String;

    private bool Once(int inTimes) => _random.Next(inTimes) == 0;
}
