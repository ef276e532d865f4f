using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>
/// A contract's record → the steps that read its bytes from the first to the last. Records inside it dissolve into their fields, since nothing
/// in the bytes marks where one begins.
/// </summary>
/// <param name="outer">What is kept of the event itself.</param>
/// <param name="elements">
/// What is kept of the elements of arrays, by the array's path; the place in the list is the step's <see cref="ReadStep.Elements"/>.
/// </param>
internal sealed class StepCompiler(FieldSlots outer, IReadOnlyList<(string Each, FieldSlots Slots)> elements)
{
    internal ReadStep[] Compile(RecordSchema contract)
    {
        var steps = new List<ReadStep>();
        AddFields(steps, contract, "", outer);
        return [.. steps];
    }

    /// <param name="steps">Take what is compiled.</param>
    /// <param name="record">Whose fields.</param>
    /// <param name="prefix">What their paths begin with; null where nothing below has a path, as inside a map.</param>
    /// <param name="slots">Whose slots they may have.</param>
    private void AddFields(List<ReadStep> steps, RecordSchema record, string? prefix, FieldSlots slots)
    {
        foreach (var field in record.Fields) Add(steps, field.Schema, prefix is null ? null : prefix + field.Name, slots);
    }

    private void Add(List<ReadStep> steps, AvroSchema schema, string? path, FieldSlots slots, int nullBranch = ReadStep.None)
    {
        var below = path is null ? null : path + ".";
        switch (schema)
        {
            case RecordSchema { IsRecursive: true } when below is null || !slots.HasBelow(below):
                steps.Add(new ReadStep(StepKind.Recursive, schema) { NullBranch = nullBranch });
                break;
            case RecordSchema record when nullBranch < 0:
                AddFields(steps, record, below, slots);
                break;
            case RecordSchema record:
                var fields = new List<ReadStep>();
                AddFields(fields, record, below, slots);
                steps.Add(new ReadStep(StepKind.Record, schema) { NullBranch = nullBranch, Children = [.. fields] });
                break;
            case UnionSchema { Branches.Count: 2, NullIndex: >= 0 } union:
                Add(steps, union.Branches[1 - union.NullIndex], path, slots, union.NullIndex);
                break;
            case UnionSchema union:
                steps.Add(new ReadStep(StepKind.Union, schema) { Children = [.. union.Branches.Select(Branch)] });
                break;
            case ArraySchema array:
                steps.Add(Array(array, path, nullBranch));
                break;
            case MapSchema map:
                steps.Add(new ReadStep(StepKind.Map, schema) { NullBranch = nullBranch, Children = Unkept(map.Values) });
                break;
            default:
                steps.Add(new ReadStep(StepKinds.Of(schema), schema) { NullBranch = nullBranch, Slot = path is null ? ReadStep.None : slots.Of(path) });
                break;
        }
    }

    private ReadStep Array(ArraySchema array, string? path, int nullBranch)
    {
        for (var i = 0; i < elements.Count; i++)
        {
            if (elements[i].Each != path) continue;
            var items = new List<ReadStep>();
            Add(items, array.Items, path, elements[i].Slots);
            return new ReadStep(StepKind.Array, array) { NullBranch = nullBranch, Elements = i, Children = [.. items] };
        }
        return new ReadStep(StepKind.Array, array) { NullBranch = nullBranch, Children = Unkept(array.Items) };
    }

    private ReadStep Branch(AvroSchema branch) => new(StepKind.Record, branch) { Children = Unkept(branch) };

    private ReadStep[] Unkept(AvroSchema schema)
    {
        var steps = new List<ReadStep>();
        Add(steps, schema, path: null, outer);
        return [.. steps];
    }
}
