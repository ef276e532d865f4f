namespace SmartKart.Schemas;

/// <summary>
/// Two schemas → the steps that project data of one into the layout of the other, by the specification's rules
/// (Avro 1.11, "Schema Resolution"). Runs once per pair.
/// </summary>
internal sealed class ResolutionBuilder
{
    private const int MaxDepth = 1_000;

    private readonly Dictionary<(RecordSchema Writer, RecordSchema Reader), RecordStep> _records = [];
    private readonly Stack<(RecordSchema Writer, RecordSchema Reader)> _begun = [];
    private int _depth;

    /// <summary>The step for one pair.</summary>
    /// <exception cref="SchemaResolutionException">No data of the writer's can be read as the reader's.</exception>
    public ProjectionStep Build(AvroSchema writer, AvroSchema reader, string path)
    {
        return (writer, reader) switch
        {
            (UnionSchema union, _) => FromUnion(union, reader, path),
            (_, UnionSchema union) => ToUnion(writer, union, path),
            (RecordSchema w, RecordSchema r) when SchemaMatch.NamesMatch(w, r) => Record(w, r, path),
            (EnumSchema w, EnumSchema r) when SchemaMatch.NamesMatch(w, r) => Enum(w, r),
            (ArraySchema w, ArraySchema r) => new ArrayStep(w, Build(w.Items, r.Items, path + "[]")),
            (MapSchema w, MapSchema r) => new MapStep(w, Build(w.Values, r.Values, path + "{}")),
            _ => Leaf(writer, reader, path),
        };
    }

    private FromUnionStep FromUnion(UnionSchema writer, AvroSchema reader, string path)
    {
        var problems = new List<string>();
        var steps = new ProjectionStep[writer.Branches.Count];
        for (var i = 0; i < steps.Length; i++)
        {
            try
            {
                steps[i] = Build(writer.Branches[i], reader, path);
            }
            catch (SchemaResolutionException e)
            {
                problems.Add(e.Message);
                steps[i] = new NoSuchBranchStep($"the writer's branch '{writer.Branches[i].FullName}' cannot be read: {e.Message}");
            }
        }
        if (problems.Count > 0 && problems.Count == steps.Length)
            throw new SchemaResolutionException(path, $"no branch of the writer's union can be read: {string.Join(" ", problems)}");
        return new FromUnionStep(steps);
    }

    private ToUnionStep ToUnion(AvroSchema writer, UnionSchema reader, string path)
    {
        // Its own type before one that it is promoted to, as Avro's reference implementation has it: by the letter of the
        // specification a string read as ["bytes", "string"] would be bytes.
        var branch = IndexOf(reader, candidate => SchemaMatch.IsItself(writer, candidate));
        if (branch < 0) branch = IndexOf(reader, candidate => SchemaMatch.Matches(writer, candidate));
        if (branch < 0)
            throw new SchemaResolutionException(
                path, $"the writer's '{writer.FullName}' matches no branch of the reader's union ({string.Join(", ", reader.Branches.Select(b => b.FullName))}); add one.");
        return new ToUnionStep(branch, Build(writer, reader.Branches[branch], path));
    }

    private static int IndexOf(UnionSchema union, Func<AvroSchema, bool> wanted)
    {
        for (var i = 0; i < union.Branches.Count; i++)
            if (wanted(union.Branches[i])) return i;
        return -1;
    }

    private RecordStep Record(RecordSchema writer, RecordSchema reader, string path)
    {
        if (_records.TryGetValue((writer, reader), out var known)) return known;
        // Two cycles of types that differ in length make a chain as long as their product.
        if (_depth == MaxDepth)
            throw new SchemaResolutionException(
                path[..100] + "…", $"the types stand inside each other more than {MaxDepth} deep, too many to be resolved; make them fewer.");
        var step = new RecordStep(writer);
        var before = _begun.Count;
        _records.Add((writer, reader), step);
        _begun.Push((writer, reader));
        _depth++;
        var resolved = false;
        try
        {
            step.Set([.. reader.Fields.Select(field => Field(writer, field, $"{path}.{field.Name}"))]);
            resolved = true;
        }
        finally
        {
            _depth--;
            // A union may try a failed pair again, and must fail again; and what was worked out since may hold this step, which does nothing.
            while (!resolved && _begun.Count > before) _records.Remove(_begun.Pop());
        }
        return step;
    }

    private RecordStep.Part Field(RecordSchema writer, RecordField field, string path)
    {
        var source = writer.Field(field.Name) ?? field.Aliases.Select(writer.Field).FirstOrDefault(found => found is not null);
        if (source is not null) return new RecordStep.Part(source.Index, Build(source.Schema, field.Schema, path), []);
        if (field.Default is null) throw new SchemaResolutionException(path, "the writer has no such field, and the reader no default for it; give it one.");
        return new RecordStep.Part(-1, null, DefaultBytes.Of(field.Schema, field.Default));
    }

    private static ProjectionStep Enum(EnumSchema writer, EnumSchema reader)
    {
        if (writer.Symbols.SequenceEqual(reader.Symbols)) return new CopyStep(writer);
        var otherwise = reader.Default is null ? -1 : reader.IndexOf(reader.Default);
        return new EnumStep(writer, [.. writer.Symbols.Select(symbol => reader.IndexOf(symbol) is >= 0 and var index ? index : otherwise)]);
    }

    private static ProjectionStep Leaf(AvroSchema writer, AvroSchema reader, string path)
    {
        if (SchemaMatch.Meaning(writer, reader) is { } meaning) throw new SchemaResolutionException(path, meaning);
        if (!SchemaMatch.Matches(writer, reader))
            throw new SchemaResolutionException(path, $"the writer's '{Describe(writer)}' is neither the reader's '{Describe(reader)}' nor promoted to it.");
        var sameBytes = writer.Type == reader.Type
            || (writer.Type, reader.Type) is (AvroType.Int, AvroType.Long) or (AvroType.String, AvroType.Bytes) or (AvroType.Bytes, AvroType.String);
        return sameBytes ? new CopyStep(writer) : new PromoteStep(writer.Type, reader.Type);
    }

    private static string Describe(AvroSchema schema) => schema is FixedSchema f ? $"{f.FullName} of {f.Size} bytes" : schema.FullName;
}
