namespace SmartKart.Schemas.Rules;

/// <summary>One value of an event's bytes, and what is asked of it. Immutable.</summary>
/// <param name="kind">How it is read.</param>
/// <param name="schema">Its schema, without null.</param>
/// <param name="nullBranch">The branch that is null; -1 where it can't be.</param>
internal sealed class RuleStep(RuleStepKind kind, AvroSchema schema, int nullBranch)
{
    public RuleStepKind Kind => kind;

    public AvroSchema Schema => schema;

    public int NullBranch => nullBranch;

    /// <summary>What is asked; null of a value that others are asked about, or that holds others.</summary>
    public FieldRule? Rule { get; init; }

    /// <summary>A record's fields, or an array's items.</summary>
    public RuleStep[] Children { get; init; } = [];

    /// <summary>Where the number is kept for a later field; -1 where it isn't.</summary>
    public int Slot { get; init; } = -1;

    /// <summary>Where the two numbers were kept whose sum it is; -1 where it is none.</summary>
    public (int First, int Second) SumOf { get; init; } = (-1, -1);

    /// <summary>A decimal's digits.</summary>
    public int Precision { get; } = schema.Logical?.Precision ?? 0;

    /// <summary>The fewest bytes of an array's item.</summary>
    public int MinItemBytes { get; } = (schema as ArraySchema)?.MinItemBytes ?? 0;
}

/// <summary>How a value is read.</summary>
internal enum RuleStepKind : byte
{
    /// <summary>It is passed over.</summary>
    Skip,
    Text,
    Int,
    Long,
    /// <summary>A decimal on bytes, of 18 digits at most.</summary>
    Money,
    Time,
    Record,
    Array,
}
