using SmartKart.FeatureStore.Expressions;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>
/// One value of an event's bytes: how it is laid out, and where it goes. A step without a slot checks its value as strictly as one that keeps
/// it, so whether an event can be read never depends on which of its fields a view asks for. Immutable.
/// </summary>
/// <param name="kind">What is read.</param>
/// <param name="schema">Its schema.</param>
internal sealed class ReadStep(StepKind kind, AvroSchema schema)
{
    internal const int None = -1;

    internal StepKind Kind => kind;

    internal AvroSchema Schema => schema;

    /// <summary>The branch that is null where the value may be; else <see cref="None"/>.</summary>
    internal int NullBranch { get; init; } = None;

    /// <summary>Where the value goes, or <see cref="None"/>.</summary>
    internal int Slot { get; init; } = None;

    /// <summary>Of an array whose items are rows: which of the plan's; else <see cref="None"/>.</summary>
    internal int Elements { get; init; } = None;

    internal ReadStep[] Children { get; init; } = [];

    /// <summary>A decimal's digits in all.</summary>
    internal int Precision { get; } = schema.Logical?.Precision ?? 0;

    /// <summary>A decimal's digits after the point.</summary>
    internal int Scale { get; } = schema.Logical?.Scale ?? 0;

    /// <summary>A fixed's bytes, an enum's symbols, or the fewest bytes of an array's item or a map's entry.</summary>
    internal int Size { get; } = schema switch
    {
        FixedSchema it => it.Size,
        EnumSchema it => it.Symbols.Count,
        ArraySchema it => it.MinItemBytes,
        MapSchema it => it.MinEntryBytes,
        _ => 0,
    };

    /// <summary>An enum's symbols as values.</summary>
    internal Scalar[] Symbols { get; } = schema is EnumSchema symbols ? [.. symbols.Symbols.Select(symbol => Scalar.From(symbol))] : [];
}
