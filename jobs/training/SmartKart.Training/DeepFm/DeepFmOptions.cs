namespace SmartKart.Training.DeepFm;

/// <summary>How a DeepFM is trained. The defaults are those of the paper's authors where they gave any, sized for a laptop.</summary>
public sealed record DeepFmOptions
{
    /// <summary>Values of an id's embedding, 1 to 256. Multiples of 8 are fastest.</summary>
    public int EmbeddingDimension { get; init; } = 16;

    /// <summary>Widths of the hidden layers, from the embeddings on; at least one, each 1 to 4,096.</summary>
    public IReadOnlyList<int> Layers { get; init; } = [256, 128, 64];

    /// <summary>Adam's step, above 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Decay of Adam's mean of gradients, 0 up to 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of Adam's mean of squared gradients, 0 up to 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What keeps Adam from dividing by nothing, above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Weight of half the squared embeddings and first-order weights in the loss, for ids that a batch has; 0 or more.</summary>
    public double EmbeddingPenalty { get; init; } = 1e-6;

    /// <summary>Weight of half the squared weights of the layers, not their biases, in the loss; 0 or more.</summary>
    public double LayerPenalty { get; init; }

    /// <summary>The share of a hidden layer's outputs that training leaves out, 0 up to 1.</summary>
    public double Dropout { get; init; }

    /// <summary>Examples of a step, at least 1.</summary>
    public int BatchSize { get; init; } = 2048;

    /// <summary>Passes over the examples at most, at least 1.</summary>
    public int EpochsMax { get; init; } = 20;

    /// <summary>Passes without a better validation log loss after which training stops, at least 1. Without validation examples all passes are made.</summary>
    public int Patience { get; init; } = 2;

    /// <summary>Threads, at least 1. Results are the same for the same seed and number of threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Of the first weights, the order of examples and dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Holds each option to its range.</summary>
    /// <exception cref="DeepFmOptionsException">One is outside.</exception>
    internal void Check()
    {
        Demand(EmbeddingDimension is >= 1 and <= 256, nameof(EmbeddingDimension), EmbeddingDimension, "1 to 256");
        Demand(Layers.Count >= 1, nameof(Layers), "empty", "at least one width");
        foreach (var width in Layers) Demand(width is >= 1 and <= 4096, nameof(Layers), width, "widths of 1 to 4096");
        Demand(double.IsFinite(LearningRate) && LearningRate > 0, nameof(LearningRate), LearningRate, "above 0");
        Demand(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "0 up to, not with, 1");
        Demand(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "0 up to, not with, 1");
        Demand(double.IsFinite(Epsilon) && Epsilon > 0, nameof(Epsilon), Epsilon, "above 0");
        Demand(double.IsFinite(EmbeddingPenalty) && EmbeddingPenalty >= 0, nameof(EmbeddingPenalty), EmbeddingPenalty, "0 or more");
        Demand(double.IsFinite(LayerPenalty) && LayerPenalty >= 0, nameof(LayerPenalty), LayerPenalty, "0 or more");
        Demand(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "0 up to, not with, 1");
        Demand(BatchSize is >= 1 and <= 1 << 20, nameof(BatchSize), BatchSize, "1 to 1048576");
        Demand(EpochsMax >= 1, nameof(EpochsMax), EpochsMax, "at least 1");
        Demand(Patience >= 1, nameof(Patience), Patience, "at least 1");
        Demand(Threads is >= 1 and <= 256, nameof(Threads), Threads, "1 to 256");
    }

    private static void Demand(bool holds, string option, object value, string range)
    {
        if (!holds) throw new DeepFmOptionsException(option, FormattableString.Invariant($"{value}"), range);
    }
}
