using SmartKart.Training.Texts;

namespace SmartKart.Training.Interactions;

/// <summary>What a recommender is trained on. Who did what is always there; the rest as far as the history has it.</summary>
/// <param name="Seen">Users × items.</param>
public sealed record TrainingInput(InteractionMatrix Seen)
{
    /// <summary>When each of <see cref="Seen"/>'s ones was last, row by row, in microseconds since 1970; empty where it isn't known.</summary>
    public ReadOnlyMemory<long> LastAt { get; init; }

    /// <summary>What was shown of the items by then, in the order of time; empty where it isn't known.</summary>
    public ReadOnlyMemory<Impression> Impressions { get; init; }

    /// <summary>The items' texts; null where none has one.</summary>
    public ProductTexts? Texts { get; init; }
}
