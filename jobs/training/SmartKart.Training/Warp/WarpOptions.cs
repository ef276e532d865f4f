namespace SmartKart.Training.Warp;

/// <summary>How a factorisation with features is trained by WARP.</summary>
public sealed record WarpOptions
{
    /// <summary>Values of a vector; 64 unless set.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>How many times each interaction is seen; 20 unless set.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Adagrad's step at the start, above 0; 0.05 unless set.</summary>
    public float LearningRate { get; init; } = 0.05f;

    /// <summary>The most others that are drawn for one that scores too high; 10 unless set.</summary>
    public int DrawsMax { get; init; } = 10;

    /// <summary>How strongly vectors are drawn to 0 at each step, whose gradient is about 6 long; 0.1 unless set.</summary>
    public float Regularisation { get; init; } = 0.1f;

    /// <summary>α₀ by which users are folded in (<see cref="Scoring.Recommenders.FoldIn"/>); 0.1 unless set. Training doesn't depend on it.</summary>
    public float UnobservedWeight { get; init; } = 0.1f;

    /// <summary>λ by which users are folded in, above 0; 0.2 unless set. Training doesn't depend on it.</summary>
    public float FoldInRegularisation { get; init; } = 0.2f;

    /// <summary>Where vectors begin, and what is drawn.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many threads; all cores unless set. The result doesn't depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
