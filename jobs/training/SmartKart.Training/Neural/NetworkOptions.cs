namespace SmartKart.Training.Neural;

/// <summary>How a network is trained that scores items by a history.</summary>
public sealed record NetworkOptions
{
    /// <summary>Values of an id's embedding, 1 to 256; 8 unless set.</summary>
    public int Embedding { get; init; } = 8;

    /// <summary>Outputs of the first layer, 2 to 4,096; the second has half as many. 64 unless set.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Passes over the examples at most, at least 1; 8 unless set.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>Adam's step, above 0; 0.002 unless set.</summary>
    public double LearningRate { get; init; } = 0.002;

    /// <summary>Weight of half the squared embeddings in the loss, 0 or more; 1e-5 unless set.</summary>
    public double Regularisation { get; init; } = 1e-5;

    /// <summary>Items that a user doesn't have, beside each that they do, at least 1; 8 unless set.</summary>
    public int Negatives { get; init; } = 8;

    /// <summary>The items at most from which one is pointed to, at least 1; 200 unless set.</summary>
    public int Neighbours { get; init; } = 200;

    /// <summary>What counts as of late, above 0; 30 days unless set.</summary>
    public TimeSpan Lately { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Examples at most: of a longer history, interactions are drawn by chance. 2,000,000 unless set.</summary>
    public int ExamplesMax { get; init; } = 2_000_000;

    /// <summary>What chance follows from; 1 unless set.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many threads; all cores unless set. The result is the same for the same seed and number of threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
