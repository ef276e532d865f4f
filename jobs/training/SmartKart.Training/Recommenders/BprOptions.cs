namespace SmartKart.Training.Recommenders;

/// <summary>How Bayesian personalised ranking is trained.</summary>
public sealed record BprOptions
{
    /// <summary>Values of a vector, at least 1; 64 unless set.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>How many times each interaction is seen, at least 1; 30 unless set.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>How many interactions make a step together, at least 1; 256 unless set.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>How many items are drawn for a batch, each of whose interactions is held to all of them, at least 1; 300 unless set.</summary>
    public int Negatives { get; init; } = 300;

    /// <summary>Adam's step at the start, above 0; 0.0015 unless set. It falls linearly to a tenth over the epochs.</summary>
    public float LearningRate { get; init; } = 0.0015f;

    /// <summary>How strongly vectors that a batch meets are drawn to 0, against the sum of its interactions' losses, 0 or more; 0.001 unless set.</summary>
    public float Regularisation { get; init; } = 0.001f;

    /// <summary>Where vectors begin, and what is drawn.</summary>
    public int Seed { get; init; } = 1;
}
