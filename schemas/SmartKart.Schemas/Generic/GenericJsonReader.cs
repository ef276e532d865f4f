using System.Text.Json;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Schemas;

/// <summary>
/// Reads JSON as a value of a schema: what <see cref="GenericJsonWriter"/> writes, and beside it what Avro's own JSON encoding has in its
/// place, a union's value under its type's name and a logical type's bare number. A field that is absent gets its default; a member that
/// is no field is refused, for it is most likely a field misspelt.
/// </summary>
public static class GenericJsonReader
{
    // As deep as a schema may be: no text can exhaust the stack.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    /// <summary>Reads a value that is all of the text.</summary>
    /// <exception cref="GenericJsonException">The text is not JSON, or no value of the schema.</exception>
    public static object? Parse(AvroSchema schema, string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Strict);
        }
        catch (JsonException fault)
        {
            throw new GenericJsonException("", $"this is not JSON: {fault.Message}", fault);
        }
        using (document) return Read(schema, document.RootElement);
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="GenericJsonException">It is no value of the schema.</exception>
    public static object? Read(AvroSchema schema, JsonElement json) => Read(schema, json, "");

    private static object? Read(AvroSchema schema, JsonElement json, string path) => schema switch
    {
        UnionSchema union => Union(union, json, path),
        RecordSchema record => Record(record, json, path),
        ArraySchema array => Array(array, json, path),
        MapSchema map => Map(map, json, path),
        EnumSchema symbols => Symbol(symbols, json, path),
        { Logical: { } logical } => GenericJsonLeaf.Logical(schema, logical, json, path),
        _ => GenericJsonLeaf.Read(schema, json, path),
    };

    private static object? Union(UnionSchema union, JsonElement json, string path)
    {
        AvroSchema[] others = [.. union.Branches.Where(branch => branch.Type != AvroType.Null)];
        if (json.ValueKind == JsonValueKind.Null)
            return others.Length < union.Branches.Count ? null : throw GenericJsonLeaf.Wrong(json, string.Join(" or ", others.Select(branch => branch.FullName)), path);
        if (TryUnwrap(others, json, out var named, out var inner)) return Read(named, inner, path);
        if (others.Length == 1) return Read(others[0], json, path);
        var names = string.Join(", ", others.Select(branch => branch.FullName));
        throw new GenericJsonException(path,
            $"the value may be of several types ({names}), so it says which: {{\"{others[0].FullName}\": …}}.");
    }

    // {"type": value}. Of a sole type only where the object cannot be the value itself.
    private static bool TryUnwrap(AvroSchema[] branches, JsonElement json, out AvroSchema named, out JsonElement inner)
    {
        (named, inner) = (null!, default); // as the result says
        if (json.ValueKind != JsonValueKind.Object || json.GetPropertyCount() != 1) return false;
        var member = json.EnumerateObject().First();
        var branch = System.Array.Find(branches, each => each.FullName == member.Name || (each is NamedSchema it && it.Name.Name == member.Name));
        if (branch is null) return false;
        if (branches.Length == 1 && (branch is MapSchema || (branch as RecordSchema)?.Field(member.Name) is not null)) return false;
        (named, inner) = (branch, member.Value);
        return true;
    }

    private static GenericRecord Record(RecordSchema schema, JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object) throw GenericJsonLeaf.Wrong(json, $"an object for the record {schema.FullName}", path);
        foreach (var member in json.EnumerateObject())
        {
            if (schema.Field(member.Name) is not null) continue;
            var near = NearestName.To(member.Name, schema.Fields.Select(field => field.Name));
            throw new GenericJsonException(Join(path, member.Name),
                $"the record {schema.FullName} has no such field. " +
                (near is null ? $"It has {string.Join(", ", schema.Fields.Select(field => field.Name))}." : $"Did you mean '{near}'?"));
        }
        var values = new object?[schema.Fields.Count];
        foreach (var field in schema.Fields)
            values[field.Index] = json.TryGetProperty(field.Name, out var value) ? Read(field.Schema, value, Join(path, field.Name)) : Default(field, path);
        return new GenericRecord(schema, values);
    }

    private static object? Default(RecordField field, string path) => field.Default is { } json
        ? GenericReader.Decode(field.Schema, DefaultBytes.Of(field.Schema, json))
        : throw new GenericJsonException(Join(path, field.Name), $"is missing and has no default. Give it {Described(field.Schema)}.");

    private static object?[] Array(ArraySchema schema, JsonElement json, string path) => json.ValueKind == JsonValueKind.Array
        ? [.. json.EnumerateArray().Select(item => Read(schema.Items, item, path + "[]"))]
        : throw GenericJsonLeaf.Wrong(json, "an array", path);

    private static Dictionary<string, object?> Map(MapSchema schema, JsonElement json, string path) => json.ValueKind == JsonValueKind.Object
        ? json.EnumerateObject().ToDictionary(entry => entry.Name, entry => Read(schema.Values, entry.Value, $"{path}['{entry.Name}']"))
        : throw GenericJsonLeaf.Wrong(json, "an object for a map", path);

    private static GenericEnum Symbol(EnumSchema schema, JsonElement json, string path)
    {
        var symbol = json.ValueKind == JsonValueKind.String ? json.GetString()! : throw GenericJsonLeaf.Wrong(json, $"a symbol of {schema.FullName}", path);
        return schema.IndexOf(symbol) >= 0
            ? new GenericEnum(schema, symbol)
            : throw new GenericJsonException(path, $"'{symbol}' is no symbol of {schema.FullName}. It has {string.Join(", ", schema.Symbols)}.");
    }

    private static string Described(AvroSchema schema) => schema is UnionSchema union
        ? string.Join(" or ", union.Branches.Select(Described))
        : schema.Logical?.ToString() ?? schema.FullName;

    private static string Join(string path, string field) => path.Length == 0 ? field : $"{path}.{field}";
}
