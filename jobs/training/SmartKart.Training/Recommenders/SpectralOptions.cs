namespace SmartKart.Training.Recommenders;

/// <summary>How much of the interactions' spectrum is kept.</summary>
public sealed record SpectralOptions
{
    /// <summary>How many of the largest singular vectors; 256 unless set.</summary>
    public int Factors { get; init; } = 256;

    /// <summary>Users count by their number of items to the power of minus this; 0.5 unless set.</summary>
    public float UserDiscount { get; init; } = 0.5f;

    /// <summary>The same of items by their number of users; 0.5 unless set. Scores are scaled back by it.</summary>
    public float ItemDiscount { get; init; } = 0.5f;

    /// <summary>How often the vectors are multiplied with the matrix, by which they come closer; 8 unless set.</summary>
    public int Iterations { get; init; } = 8;

    /// <summary>What chance begins with; 1 unless set.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many threads; all cores unless set.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
