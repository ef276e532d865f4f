using System.Runtime.InteropServices;

namespace SmartKart.Schemas;

/// <summary>
/// The pairs that comparing two schemas leads to. Each pair of types is met once, so recursive types end; and which of them
/// fail is the greatest fixed point of their needs: all pairs stand until proven to fail, and a failure travels to those who
/// need them. (To remember verdicts while descending, as is often done, is wrong inside unions: a branch may be taken for readable
/// on the strength of a pair that fails later.) Without recursion, for a schema may be a chain of any length.
/// </summary>
internal sealed class PairGraph
{
    private readonly Dictionary<(AvroSchema, AvroSchema), SchemaPair> _pairs = [];
    private readonly Queue<SchemaPair> _unexplored = [];
    private readonly SchemaPair _root;
    private int _comparisons;

    private PairGraph(AvroSchema reader, AvroSchema writer) => _root = Pair(reader, writer);

    /// <summary>Compares two schemas.</summary>
    /// <returns>Their pair, with all that it leads to, judged.</returns>
    public static SchemaPair Of(AvroSchema reader, AvroSchema writer)
    {
        var graph = new PairGraph(reader, writer);
        while (graph._unexplored.TryDequeue(out var pair)) graph.Explore(pair);
        graph.Judge();
        return graph._root;
    }

    private void Judge()
    {
        var failed = new Stack<SchemaPair>(_pairs.Values.Where(pair => pair.Faults.Count > 0));
        foreach (var pair in failed) pair.Fails = true;
        while (failed.TryPop(out var pair))
        {
            foreach (var need in pair.NeededBy)
            {
                if (--need.Alive > 0 || need.Owner.Fails) continue;
                need.Owner.Fails = true;
                failed.Push(need.Owner);
            }
        }
    }

    private void Explore(SchemaPair pair)
    {
        switch (pair.Reader, pair.Writer)
        {
            case (_, UnionSchema writer):
                foreach (var branch in writer.Branches) Need(pair, pair.Reader, branch, default);
                break;
            case (UnionSchema reader, _):
                ExploreBranches(pair, reader);
                break;
            case (RecordSchema reader, RecordSchema writer) when HaveOneName(pair, reader, writer):
                ExploreFields(pair, reader, writer);
                break;
            case (EnumSchema reader, EnumSchema writer) when HaveOneName(pair, reader, writer):
                if (PairFaults.MissingSymbols(reader, writer) is { } missing) pair.Faults.Add(missing);
                break;
            case (FixedSchema reader, FixedSchema writer) when HaveOneName(pair, reader, writer):
                if (reader.Size != writer.Size) pair.Faults.Add(PairFaults.Size(reader, writer));
                else CompareDecimals(pair);
                break;
            case (ArraySchema reader, ArraySchema writer):
                Need(pair, reader.Items, writer.Items, new PathStep("/items"));
                break;
            case (MapSchema reader, MapSchema writer):
                Need(pair, reader.Values, writer.Values, new PathStep("/values"));
                break;
            case var (reader, writer) when reader.Type == writer.Type:
                CompareDecimals(pair);
                break;
            case var (reader, writer) when !SchemaMatch.Promotes(writer.Type, reader.Type):
                pair.Faults.Add(PairFaults.Type(reader, writer));
                break;
        }
    }

    private static bool HaveOneName(SchemaPair pair, NamedSchema reader, NamedSchema writer)
    {
        if (SchemaMatch.Names(reader, writer)) return true;
        pair.Faults.Add(PairFaults.Name(reader, writer));
        return false;
    }

    private static void CompareDecimals(SchemaPair pair)
    {
        // "two schemas that are decimal logical types match if their scales and precisions match"; where only one is a decimal,
        // the types underneath decide, as for every other logical type.
        if (pair.Reader.Logical is { Kind: LogicalKind.Decimal } reader && pair.Writer.Logical is { Kind: LogicalKind.Decimal } writer && reader != writer)
            pair.Faults.Add(PairFaults.Decimal(reader, writer));
    }

    private void ExploreFields(SchemaPair pair, RecordSchema reader, RecordSchema writer)
    {
        foreach (var field in reader.Fields)
        {
            if (SchemaMatch.WriterField(reader, field, writer) is { } source)
                Need(pair, field.Schema, source.Schema, new PathStep($"/fields/{field.Index}/type", field.Name));
            else if (field.Default is null)
                pair.Faults.Add(PairFaults.NoDefault(field, writer));
        }
    }

    private void ExploreBranches(SchemaPair pair, UnionSchema union)
    {
        var candidates = new List<(int Index, int Rank)>();
        for (var i = 0; i < union.Branches.Count; i++)
        {
            Count(union.Branches[i]);
            if (SchemaMatch.Branch(union.Branches[i], pair.Writer) is var rank and > 0) candidates.Add((i, rank));
        }
        if (candidates.Count == 0)
        {
            pair.Faults.Add(PairFaults.Branch(union, pair.Writer));
            return;
        }
        var need = new PairNeed(pair);
        foreach (var (index, _) in candidates.OrderByDescending(candidate => candidate.Rank))
            Add(need, union.Branches[index], pair.Writer, new PathStep($"/{index}"));
        pair.Needs.Add(need);
    }

    private void Need(SchemaPair owner, AvroSchema reader, AvroSchema writer, PathStep step)
    {
        var need = new PairNeed(owner);
        Add(need, reader, writer, step);
        owner.Needs.Add(need);
    }

    private void Add(PairNeed need, AvroSchema reader, AvroSchema writer, PathStep step)
    {
        var pair = Pair(reader, writer);
        need.Alternatives.Add((pair, step));
        need.Alive++;
        pair.NeededBy.Add(need);
    }

    private SchemaPair Pair(AvroSchema reader, AvroSchema writer)
    {
        ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, (reader, writer), out var known);
        if (!known)
        {
            pair = new SchemaPair(reader, writer);
            _unexplored.Enqueue(pair);
        }
        Count(reader);
        return pair!;       // set just above where it was not known
    }

    // An alias is a comparison too, or a type with a million aliases would come cheap.
    private void Count(AvroSchema reader)
    {
        _comparisons += 1 + (reader as NamedSchema)?.Aliases.Count ?? 1;
        if (_comparisons > SchemaCompatibility.MaxComparisons) throw new SchemaCompatibilityException(_root.Reader, _root.Writer);
    }
}
