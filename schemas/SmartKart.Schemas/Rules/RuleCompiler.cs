namespace SmartKart.Schemas.Rules;

/// <summary>A contract → the steps that read its bytes as far as the last field of which something is asked.</summary>
internal sealed class RuleCompiler
{
    private const int MaxMoneyDigits = 18;

    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    /// <summary>How many numbers are kept for later fields.</summary>
    public int Slots => _slots.Count;

    public RuleStep[] Compile(RecordSchema contract)
    {
        foreach (var field in contract.Fields)
        {
            if (FieldRule.Of(field, field.Name, Value(field.Schema).Schema)?.SumOf is not { } sum) continue;
            _slots.TryAdd(sum.First, _slots.Count);
            _slots.TryAdd(sum.Second, _slots.Count);
        }
        return Fields(contract, "");
    }

    private RuleStep[] Fields(RecordSchema record, string prefix)
    {
        RuleStep[] steps = [.. record.Fields.Select(field => Step(field, prefix + field.Name))];
        return prefix.Length == 0 ? steps[..(Array.FindLastIndex(steps, Asks) + 1)] : steps;
    }

    private RuleStep Step(RecordField field, string path)
    {
        var (schema, nullBranch) = Value(field.Schema);
        var rule = FieldRule.Of(field, path, schema);
        var slot = _slots.GetValueOrDefault(path, -1);
        switch (schema)
        {
            case RecordSchema { IsRecursive: false } record when Fields(record, path + ".") is var fields && fields.Any(Asks):
                return new RuleStep(RuleStepKind.Record, schema, nullBranch) { Children = fields };
            case ArraySchema { Items: RecordSchema { IsRecursive: false } item } when Fields(item, path + ".") is var fields && fields.Any(Asks):
                return new RuleStep(RuleStepKind.Array, schema, nullBranch) { Children = fields };
            default:
                return rule is null && slot < 0
                    ? new RuleStep(RuleStepKind.Skip, field.Schema, nullBranch: -1)
                    : new RuleStep(KindOf(schema, path), schema, nullBranch)
                    {
                        Rule = rule, Slot = slot, SumOf = rule?.SumOf is { } sum ? (_slots[sum.First], _slots[sum.Second]) : (-1, -1),
                    };
        }
    }

    private static bool Asks(RuleStep step) => step.Kind != RuleStepKind.Skip;

    private static (AvroSchema Schema, int NullBranch) Value(AvroSchema schema) => schema is UnionSchema { Branches.Count: 2, NullIndex: >= 0 } union
        ? (union.Branches[1 - union.NullIndex], union.NullIndex)
        : (schema, -1);

    private static RuleStepKind KindOf(AvroSchema schema, string path) => (schema.Type, schema.Logical?.Kind) switch
    {
        (AvroType.String, null) => RuleStepKind.Text,
        (AvroType.Int, null) => RuleStepKind.Int,
        (AvroType.Long, null) => RuleStepKind.Long,
        (AvroType.Long, LogicalKind.TimestampMicros) => RuleStepKind.Time,
        (AvroType.Bytes, LogicalKind.Decimal) when schema.Logical!.Precision <= MaxMoneyDigits => RuleStepKind.Money,       // it was just looked at
        _ => throw new ArgumentException($"The contract's field '{path}' has a rule, and its type {schema} none that could be checked. Leave the rule out."),
    };
}
