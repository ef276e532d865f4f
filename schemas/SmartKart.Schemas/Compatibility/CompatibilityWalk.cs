namespace SmartKart.Schemas;

/// <summary>
/// One comparison of a reader's schema with a writer's. It goes wherever resolving would go, and takes the very branch of a union
/// that resolving takes, so every fault on the way counts. Each pair of types is met once: recursive types end, and a type that
/// many fields share costs once. Without recursion, for a schema may be a chain of any length.
/// </summary>
internal sealed class CompatibilityWalk
{
    private readonly AvroSchema _reader;
    private readonly AvroSchema _writer;
    private readonly HashSet<(AvroSchema, AvroSchema)> _met = [];
    private readonly Stack<Stop> _ahead = [];
    private readonly List<Stop> _parts = [];
    private int _comparisons;

    private CompatibilityWalk(AvroSchema reader, AvroSchema writer) => (_reader, _writer) = (reader, writer);

    /// <summary>The faults, in the order of the reader's schema, at most so many.</summary>
    public static List<Incompatibility> Faults(AvroSchema reader, AvroSchema writer, int max)
    {
        var walk = new CompatibilityWalk(reader, writer);
        var found = new List<Incompatibility>();
        walk._ahead.Push(new Stop(reader, writer, null, null));
        while (found.Count < max && walk._ahead.TryPop(out var stop))
        {
            if (stop.Fault is { } fault) found.Add(SchemaTrail.Place(fault, stop.Trail));
            else if (walk.IsNew(stop)) walk.Compare(stop);
        }
        return found;
    }

    private bool IsNew(Stop stop)
    {
        Count(stop.Reader);
        return _met.Add((stop.Reader, stop.Writer));
    }

    private void Compare(Stop at)
    {
        switch (at.Reader, at.Writer)
        {
            case (_, UnionSchema writer):
                foreach (var branch in writer.Branches) Part(at, at.Reader, branch, default);
                break;
            case (UnionSchema reader, _):
                Branch(at, reader);
                break;
            case (NamedSchema reader, NamedSchema writer) when reader.Type == writer.Type && !SchemaMatch.NamesMatch(writer, reader):
                Fault(at, CompatibilityFault.Name(reader, writer));
                break;
            case (RecordSchema reader, RecordSchema writer):
                foreach (var field in reader.Fields) Field(at, field, writer);
                break;
            case (EnumSchema reader, EnumSchema writer):
                if (CompatibilityFault.MissingSymbols(reader, writer) is { } missing) Fault(at, missing);
                break;
            case (ArraySchema reader, ArraySchema writer):
                Part(at, reader.Items, writer.Items, new PathStep("/items"));
                break;
            case (MapSchema reader, MapSchema writer):
                Part(at, reader.Values, writer.Values, new PathStep("/values"));
                break;
            default:
                if (Leaf(at.Reader, at.Writer) is { } fault) Fault(at, fault);
                break;
        }
        // The last one in is the first one out: turned round, the parts come in the schema's order.
        for (var i = _parts.Count - 1; i >= 0; i--) _ahead.Push(_parts[i]);
        _parts.Clear();
    }

    private static CompatibilityFault? Leaf(AvroSchema reader, AvroSchema writer)
    {
        if (reader.Type != writer.Type && !SchemaMatch.Promotes(writer.Type, reader.Type)) return CompatibilityFault.Type(reader, writer);
        if (reader is FixedSchema r && writer is FixedSchema w && r.Size != w.Size) return CompatibilityFault.Size(r, w);
        return SchemaMatch.Meaning(writer, reader) is { } meaning ? CompatibilityFault.Meaning(meaning) : null;
    }

    private void Field(Stop at, RecordField field, RecordSchema writer)
    {
        var source = writer.Field(field.Name) ?? field.Aliases.Select(writer.Field).FirstOrDefault(found => found is not null);
        if (source is not null) Part(at, field.Schema, source.Schema, new PathStep($"/fields/{field.Index}/type", field.Name));
        else if (field.Default is null) Fault(at, CompatibilityFault.NoDefault(field, writer));
    }

    private void Branch(Stop at, UnionSchema reader)
    {
        var writer = at.Writer;
        // The branch that resolving takes: the type itself, else the first that matches. Failing both, one that was meant to match,
        // whose insides say more than "no branch" would.
        var branch = IndexOf(reader, candidate => SchemaMatch.IsItself(writer, candidate));
        if (branch < 0) branch = IndexOf(reader, candidate => SchemaMatch.Matches(writer, candidate));
        if (branch < 0)
            branch = IndexOf(reader, candidate =>
                candidate.Type == writer.Type && (candidate is not NamedSchema it || SchemaMatch.NamesMatch((NamedSchema)writer, it)));
        if (branch < 0) Fault(at, CompatibilityFault.Branch(reader, writer));
        else Part(at, reader.Branches[branch], writer, new PathStep($"/{branch}"));
    }

    private int IndexOf(UnionSchema union, Func<AvroSchema, bool> isWanted)
    {
        for (var i = 0; i < union.Branches.Count; i++)
        {
            Count(union.Branches[i]);
            if (isWanted(union.Branches[i])) return i;
        }
        return -1;
    }

    private void Part(Stop at, AvroSchema reader, AvroSchema writer, PathStep step) =>
        _parts.Add(new Stop(reader, writer, step == default ? at.Trail : new SchemaTrail(at.Trail, step), null));

    private void Fault(Stop at, CompatibilityFault fault) => _parts.Add(at with { Fault = fault });

    // An alias is a comparison too, or a type with a hundred thousand aliases would come cheap.
    private void Count(AvroSchema reader)
    {
        _comparisons += 1 + (reader is NamedSchema named ? named.Aliases.Count : 0);
        if (_comparisons > SchemaCompatibility.MaxComparisons) throw new SchemaCompatibilityException(_reader, _writer);
    }

    /// <summary>A pair to compare, or a fault to name when its turn comes.</summary>
    private readonly record struct Stop(AvroSchema Reader, AvroSchema Writer, SchemaTrail? Trail, CompatibilityFault? Fault);
}
