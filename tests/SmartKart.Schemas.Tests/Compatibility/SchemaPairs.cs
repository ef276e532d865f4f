using System.Text.Json.Nodes;

namespace SmartKart.Schemas.Tests.Compatibility;

/// <summary>Pairs of a reader's and a writer's schema: the writer's is random, the reader's is what a few random edits made of it.</summary>
internal sealed class SchemaPairs(int seed)
{
    private static readonly string[] Primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];
    private static readonly string[] Symbols = ["A", "B", "C", "D", "E"];

    private readonly Random _random = new(seed);
    private int _names;
    private int _edits;

    /// <summary>So many pairs. An edit that makes no schema, such as a union with two arrays, is made again.</summary>
    public static IReadOnlyList<(AvroSchema Reader, AvroSchema Writer)> Of(int seed, int count)
    {
        var pairs = new SchemaPairs(seed);
        var made = new List<(AvroSchema, AvroSchema)>();
        while (made.Count < count)
        {
            var writer = pairs.Record(depth: 0);
            var reader = pairs.Edited(writer.DeepClone());
            try
            {
                made.Add((AvroSchema.Parse(reader.ToJsonString()), AvroSchema.Parse(writer.ToJsonString())));
            }
            catch (SchemaParseException)
            {
                // Drawn again.
            }
        }
        return made;
    }

    private JsonNode Edited(JsonNode writer)
    {
        _edits = _random.Next(1, 4);
        return Edit(writer);
    }

    private JsonNode Schema(int depth) => _random.Next(depth > 2 ? 5 : 11) switch
    {
        < 4 => Primitive(),
        4 => Named("enum", ("symbols", new JsonArray([.. Draw(Symbols).Select(symbol => (JsonNode)symbol)]))),
        5 => Named("fixed", ("size", _random.Next(1, 9))),
        6 => new JsonObject { ["type"] = "array", ["items"] = Schema(depth + 1) },
        7 => new JsonObject { ["type"] = "map", ["values"] = Schema(depth + 1) },
        8 => new JsonArray("null", new JsonObject { ["type"] = "array", ["items"] = Schema(depth + 1) }),
        9 => new JsonArray([.. Draw(Primitives).Select(primitive => (JsonNode)primitive), Named("fixed", ("size", 4))]),
        _ => Record(depth + 1),
    };

    private JsonObject Record(int depth) => Named("record", ("fields", new JsonArray([.. Enumerable.Range(0, _random.Next(1, 4)).Select(i => (JsonNode)Field($"f{i}", Schema(depth + 1)))])));

    private static JsonObject Field(string name, JsonNode type) => new() { ["name"] = name, ["type"] = type };

    private JsonObject Named(string type, (string Key, JsonNode Value) member) => new() { ["type"] = type, ["name"] = $"N{_names++}", [member.Key] = member.Value };

    private JsonNode Primitive() => Primitives[_random.Next(Primitives.Length)];

    private string[] Draw(string[] from) => [.. from.Where(_ => _random.Next(2) == 0).DefaultIfEmpty(from[0])];

    // Walks down, and edits where it stands with the chance of one in three while edits are left.
    private JsonNode Edit(JsonNode schema)
    {
        if (_edits > 0 && _random.Next(3) == 0)
        {
            _edits--;
            schema = Change(schema);
        }
        switch (schema)
        {
            case JsonArray union:
                for (var i = 0; i < union.Count; i++) union[i] = Edit(union[i]!.DeepClone());
                break;
            case JsonObject { } it when it["fields"] is JsonArray fields:
                foreach (var field in fields) field!["type"] = Edit(field["type"]!.DeepClone());
                break;
            case JsonObject it when it["items"] is { } items:
                it["items"] = Edit(items.DeepClone());
                break;
            case JsonObject it when it["values"] is { } values:
                it["values"] = Edit(values.DeepClone());
                break;
        }
        return schema;
    }

    private JsonNode Change(JsonNode schema) => schema switch
    {
        JsonArray union when _random.Next(2) == 0 => union[_random.Next(union.Count)]!.DeepClone(),
        JsonArray union => Shuffled(union),
        JsonObject it when it["fields"] is JsonArray fields => ChangedRecord(it, fields),
        JsonObject it when it["symbols"] is not null => ChangedEnum(it),
        JsonObject it when it["size"] is not null && _random.Next(2) == 0 => With(it, "size", _random.Next(1, 9)),
        JsonObject it when it["name"] is not null => Renamed(it),
        _ => _random.Next(3) == 0 ? new JsonArray("null", schema.DeepClone()) : Primitive(),
    };

    private JsonObject ChangedRecord(JsonObject record, JsonArray fields)
    {
        var field = _random.Next(fields.Count);
        switch (_random.Next(6))
        {
            case 0: fields.RemoveAt(field); break;
            case 1: fields.Insert(field, Field("added", "int")); break;
            case 2: fields.Insert(field, With(Field("added", new JsonArray("null", "int")), "default", null)); break;
            case 3:
                fields[field]!["aliases"] = new JsonArray((string)fields[field]!["name"]!);
                fields[field]!["name"] = "renamed";
                break;
            case 4: Shuffled(fields); break;
            default: return Renamed(record);
        }
        return record;
    }

    private JsonObject ChangedEnum(JsonObject it)
    {
        var symbols = Draw(Symbols);
        it["symbols"] = new JsonArray([.. symbols.Select(symbol => (JsonNode)symbol)]);
        return _random.Next(2) == 0 ? With(it, "default", symbols[0]) : it;
    }

    private JsonObject Renamed(JsonObject it)
    {
        if (_random.Next(2) == 0) it["aliases"] = new JsonArray((string)it["name"]!);
        it["name"] = $"N{_names++}";
        return it;
    }

    private JsonArray Shuffled(JsonArray items)
    {
        var shuffled = items.Select(item => item!.DeepClone()).ToArray();
        _random.Shuffle(shuffled);
        items.Clear();
        foreach (var item in shuffled) items.Add(item);
        return items;
    }

    private static JsonObject With(JsonObject it, string key, JsonNode? value)
    {
        it[key] = value;
        return it;
    }
}
