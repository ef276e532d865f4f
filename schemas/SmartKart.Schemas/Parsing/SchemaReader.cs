namespace SmartKart.Schemas;

/// <summary>
/// JSON → schema, by the specification's rules for names, namespaces and unions. A reader reads one text: what it defines is
/// added to the names it was given, and taken out again if the text proves to be no schema.
/// </summary>
internal sealed class SchemaReader(SchemaNames names)
{
    private static readonly string[] SchemaWords =
        ["type", "name", "namespace", "doc", "aliases", "fields", "symbols", "default", "items", "values", "size"];
    private static readonly string[] FieldWords = ["type", "name", "doc", "aliases", "default", "order"];

    private readonly List<NamedSchema> _defined = [];
    private readonly List<RecordField> _defaults = [];
    private int _counted;

    /// <summary>Annotations that were ignored, as the specification asks, though their author meant something by them.</summary>
    public List<SchemaParseException> Ignored { get; } = [];

    /// <summary>Reads a whole text.</summary>
    public AvroSchema Read(JsonValue json)
    {
        try
        {
            var schema = Read(json, "");
            // Only now: a default may be of a record that was still being read.
            foreach (var record in _defined.OfType<RecordSchema>()) RecordRules.Check(record);
            foreach (var field in _defaults) DefaultRules.Check(field);
            return schema;
        }
        catch (SchemaParseException)
        {
            names.Remove(_defined, _counted);
            throw;
        }
    }

    private AvroSchema Read(JsonValue json, string space)
    {
        _counted++;
        names.Count(json.At);
        return json.Kind switch
        {
            JsonKind.String => Named(json, space),
            JsonKind.Array => Union(json, space),
            JsonKind.Object => Object(json, space),
            _ => throw Wrong(json, $"a schema is a name, an array of schemas or an object, not {json}."),
        };
    }

    private AvroSchema Named(JsonValue json, string space)
    {
        if (AvroTypes.TryPrimitive(json.Text, out var type)) return new PrimitiveSchema(type);
        var name = AvroName.Of(json.Text, space);
        return names.Find(name.FullName)
            ?? (name.Namespace.Length > 0 ? names.Find(json.Text) : null)
            ?? throw Wrong(json, $"'{name.FullName}' is neither a type of Avro's nor defined before this place; define it, or correct its name.");
    }

    private UnionSchema Union(JsonValue json, string space)
    {
        var branches = new List<AvroSchema>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in json.Items)
        {
            var branch = Read(item, space);
            if (branch is UnionSchema) throw Wrong(item, "a union stands directly inside a union; list its branches in the outer one.");
            if (!seen.Add(branch.FullName)) throw Wrong(item, $"the union has two branches '{branch.FullName}'; only named types may differ within a type.");
            branches.Add(branch);
        }
        return new UnionSchema(branches);
    }

    private AvroSchema Object(JsonValue json, string space)
    {
        var type = Required(json, "type", "a schema");
        if (type.Kind != JsonKind.String)
        {
            var defined = _defined.Count;
            var inner = Read(type, space);
            // What others refer to as well is not changed by one who does.
            return inner is NamedSchema named && _defined.IndexOf(named) < defined ? inner : Annotated(inner, json);
        }
        return type.Text switch
        {
            "record" or "error" => Record(json, space, type.Text == "error"),
            "enum" => Annotated(Enum(json, space), json),
            "fixed" => Annotated(Fixed(json, space), json),
            "array" => Annotated(new ArraySchema(Read(Required(json, "items", "an array"), space)), json),
            "map" => Annotated(new MapSchema(Read(Required(json, "values", "a map"), space)), json),
            _ when Named(type, space) is PrimitiveSchema primitive => Annotated(primitive, json),
            _ => Named(type, space),        // an annotation on a mere reference has no schema to belong to
        };
    }

    private RecordSchema Record(JsonValue json, string space, bool isError)
    {
        var name = NameOf(json, space);
        var record = new RecordSchema(name, AliasesOf(json, name.Namespace), DocOf(json), isError);
        Define(Annotated(record, json), json);
        var fields = new List<RecordField>();
        var seen = new Dictionary<string, SourcePosition>(StringComparer.Ordinal);
        foreach (var item in Items(json, "fields", $"record '{name}'"))
        {
            var field = Field(item, fields.Count, name);
            if (seen.TryGetValue(field.Name, out var first))
                throw Wrong(item, $"record '{name}' has two fields '{field.Name}', the first at {first}; rename one.");
            seen.Add(field.Name, item.At);
            fields.Add(field);
        }
        record.SetFields(fields);
        return record;
    }

    private RecordField Field(JsonValue json, int index, AvroName record)
    {
        if (json.Kind != JsonKind.Object) throw Wrong(json, $"a field of record '{record}' is an object, not {json}.");
        var nameAt = Required(json, "name", $"a field of record '{record}'");
        if (nameAt.Kind != JsonKind.String || !AvroName.IsSimple(nameAt.Text))
            throw Wrong(nameAt, $"{nameAt} is no field name; use letters, digits and underscores, no digit first.");
        var field = new RecordField(nameAt.Text, index, Read(Required(json, "type", $"field '{record}.{nameAt.Text}'"), record.Namespace))
        {
            Aliases = Strings(json["aliases"], AvroName.IsSimple, "alias"),
            Doc = DocOf(json),
            Default = json["default"],
            Order = OrderOf(json["order"]),
            Properties = Rest(json, FieldWords),
            At = json.At,
        };
        if (field.Default is not null) _defaults.Add(field);
        if (json["logicalType"] is { } misplaced)
            Ignored.Add(new SchemaParseException(misplaced.At,
                $"the logical type of field '{record}.{field.Name}' stands on the field, where it means nothing; write \"type\": {{\"type\": …, \"logicalType\": {misplaced}}}."));
        return field;
    }

    private EnumSchema Enum(JsonValue json, string space)
    {
        var name = NameOf(json, space);
        Items(json, "symbols", $"enum '{name}'");
        var symbols = Strings(json["symbols"], AvroName.IsSimple, "symbol");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
            if (!seen.Add(symbol)) throw Wrong(json, $"enum '{name}' has the symbol '{symbol}' twice; remove one.");
        var otherwise = json["default"];
        if (otherwise is not null && (otherwise.Kind != JsonKind.String || !seen.Contains(otherwise.Text)))
            throw Wrong(otherwise, $"the default {otherwise} of enum '{name}' is none of its symbols ({string.Join(", ", symbols)}).");
        var schema = new EnumSchema(name, AliasesOf(json, name.Namespace), DocOf(json), symbols, otherwise?.Text);
        Define(schema, json);
        return schema;
    }

    private FixedSchema Fixed(JsonValue json, string space)
    {
        var name = NameOf(json, space);
        var size = Required(json, "size", $"fixed '{name}'");
        if (size.Kind != JsonKind.Number || !int.TryParse(size.Text, out var bytes) || bytes < 0)
            throw Wrong(size, $"the size {size} of fixed '{name}' is not a whole number from 0 to {int.MaxValue}.");
        var schema = new FixedSchema(name, AliasesOf(json, name.Namespace), DocOf(json), bytes);
        Define(schema, json);
        return schema;
    }

    private void Define(NamedSchema schema, JsonValue json)
    {
        schema.At = json.At;
        names.Add(schema);
        _defined.Add(schema);
    }

    /// <summary>Gives a schema its logical type and the members that Avro does not know.</summary>
    private T Annotated<T>(T schema, JsonValue json) where T : AvroSchema
    {
        var rest = Rest(json, SchemaWords);
        var problem = LogicalTypeRules.Read(schema, json, out var logical);
        if (problem is not null) Ignored.Add(new SchemaParseException(json["logicalType"]!.At, problem));
        if (logical is not null)
        {
            schema.Logical = logical;
            rest = [.. rest.Where(member => member.Key is not ("logicalType" or "precision" or "scale"))];
        }
        if (rest.Count > 0) schema.Properties = rest;
        return schema;
    }

    private static AvroName NameOf(JsonValue json, string space)
    {
        var written = Required(json, "name", "a named type");
        if (written.Kind != JsonKind.String || !AvroName.IsDotted(written.Text))
            throw Wrong(written, $"{written} is no name; use letters, digits and underscores, no digit first, with dots between namespaces.");
        var given = json["namespace"];
        if (given is not null && (given.Kind != JsonKind.String || !(given.Text.Length == 0 || AvroName.IsDotted(given.Text))))
            throw Wrong(given, $"{given} is no namespace; use names joined by dots.");
        var name = AvroName.Of(written.Text, given?.Text ?? space);
        if (AvroTypes.TryPrimitive(name.Name, out _)) throw Wrong(written, $"'{name.Name}' is a type of Avro's own; choose another name.");
        return name;
    }

    private static List<string> AliasesOf(JsonValue json, string space) =>
        [.. Strings(json["aliases"], AvroName.IsDotted, "alias").Select(alias => AvroName.Of(alias, space).FullName)];

    private static string? DocOf(JsonValue json) => json["doc"] is { Kind: JsonKind.String } doc ? doc.Text : null;

    private static FieldOrder OrderOf(JsonValue? json) => json switch
    {
        null or { Kind: JsonKind.String, Text: "ascending" } => FieldOrder.Ascending,
        { Kind: JsonKind.String, Text: "descending" } => FieldOrder.Descending,
        { Kind: JsonKind.String, Text: "ignore" } => FieldOrder.Ignore,
        _ => throw Wrong(json, $"the order {json} is none of ascending, descending, ignore."),
    };

    private static List<string> Strings(JsonValue? json, Func<string, bool> isValid, string noun)
    {
        if (json is null) return [];
        if (json.Kind != JsonKind.Array) throw Wrong(json, $"expected an array of names, not {json}.");
        foreach (var item in json.Items)
            if (item.Kind != JsonKind.String || !isValid(item.Text))
                throw Wrong(item, $"{item} is no {noun}; use letters, digits and underscores, no digit first.");
        return [.. json.Items.Select(item => item.Text)];
    }

    private static IReadOnlyList<JsonValue> Items(JsonValue json, string member, string owner)
    {
        var value = Required(json, member, owner);
        return value.Kind == JsonKind.Array ? value.Items : throw Wrong(value, $"\"{member}\" of {owner} is an array, not {value}.");
    }

    private static JsonValue Required(JsonValue json, string member, string owner) =>
        json[member] ?? throw Wrong(json, $"{owner} needs \"{member}\".");

    private static List<KeyValuePair<string, JsonValue>> Rest(JsonValue json, string[] known) =>
        [.. json.Members.Where(member => Array.IndexOf(known, member.Key) < 0)];

    private static SchemaParseException Wrong(JsonValue at, string problem) => new(at.At, problem);
}
