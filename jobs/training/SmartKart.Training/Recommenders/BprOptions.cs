namespace SmartKart.Training.Recommenders;

/// <summary>How Bayesian personalised ranking is trained.</summary>
public sealed record BprOptions
{
    /// <summary>Values of a vector; 64 unless set.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>How many times each interaction is seen; 100 unless set.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>How far a step goes; 0.05 unless set. It falls linearly to a tenth over the epochs.</summary>
    public float LearningRate { get; init; } = 0.05f;

    /// <summary>How strongly vectors are drawn to 0 at each step; 0.01 unless set.</summary>
    public float Regularisation { get; init; } = 0.01f;

    /// <summary>The most others that are drawn until one is found that the user is offered wrongly before the one they chose; 1, plain BPR, unless set.</summary>
    public int Candidates { get; init; } = 1;

    /// <summary>Where vectors begin, and what is drawn.</summary>
    public int Seed { get; init; } = 1;
}
