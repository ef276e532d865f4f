namespace SmartKart.Schemas;

/// <summary>A step from a schema into one it holds.</summary>
/// <param name="Pointer">As part of a JSON pointer, such as <c>/fields/3/type</c> or <c>/items</c>; empty for no step.</param>
/// <param name="Field">The field entered, or null.</param>
internal readonly record struct PathStep(string Pointer, string? Field = null);

/// <summary>Something that is wrong with a pair in itself, whatever its parts.</summary>
internal readonly record struct PairFault(IncompatibilityKind Kind, PathStep At, string Reason);

/// <summary>A reader's schema facing a writer's. It fails if it has a fault, or if one of its needs is not met.</summary>
internal sealed class SchemaPair(AvroSchema reader, AvroSchema writer)
{
    public AvroSchema Reader { get; } = reader;

    public AvroSchema Writer { get; } = writer;

    public List<PairFault> Faults { get; } = [];

    public List<PairNeed> Needs { get; } = [];

    /// <summary>The needs of other pairs in which this one is an alternative.</summary>
    public List<PairNeed> NeededBy { get; } = [];

    public bool Fails { get; set; }
}

/// <summary>Pairs of which at least one must not fail: one for a field or an item, several for the branches of a reader's union.</summary>
internal sealed class PairNeed(SchemaPair owner)
{
    public SchemaPair Owner { get; } = owner;

    /// <summary>The pairs, the best first.</summary>
    public List<(SchemaPair Pair, PathStep Step)> Alternatives { get; } = [];

    /// <summary>Those that have not failed.</summary>
    public int Alive { get; set; }
}
