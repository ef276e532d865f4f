namespace SmartKart.Training.Recommenders;

/// <summary>
/// How implicit alternating least squares is trained. The names are those of Rendle, Krichene, Zhang and Koren, "Revisiting the performance of iALS on item
/// recommendation benchmarks" (RecSys 2022).
/// </summary>
public sealed record IalsOptions
{
    /// <summary>d, values of a vector; 128 unless set.</summary>
    public int Factors { get; init; } = 128;

    /// <summary>How many times users and items are solved for; 16 unless set.</summary>
    public int Epochs { get; init; } = 16;

    /// <summary>α₀: what each pair weighs that was not seen, against 1 of one that was; 0.1 unless set.</summary>
    public float UnobservedWeight { get; init; } = 0.1f;

    /// <summary>λ; 0.003 unless set.</summary>
    public float Regularisation { get; init; } = 0.003f;

    /// <summary>
    /// ν: how regularisation scales with how often a user or item occurs, λ · (count + α₀ · others)^ν: 0 is the same for all, 1, the default, is proportional.
    /// </summary>
    public float FrequencyScaling { get; init; } = 1;

    /// <summary>
    /// A user with all their pairs, seen or not, weighs as many items as they have to the power of minus this; 0 unless set. With the next one the squares are weighed
    /// as graph convolutions weigh edges: 0.5 and 0.5 are the root of the normalised adjacency of LightGCN (He et al., SIGIR 2020) and GF-CF (Shen et al., CIKM 2021).
    /// </summary>
    public float UserDiscount { get; init; }

    /// <summary>The same of an item by how many users it has; 0 unless set. Users are folded in by these weights.</summary>
    public float ItemDiscount { get; init; }

    /// <summary>
    /// How many factors are solved for together; all unless set. Fewer cost less where there are many: the block-coordinate descent of Rendle et al.,
    /// "iALS++: Speeding up matrix factorization with subspace optimization" (arXiv 2110.14044).
    /// </summary>
    public int? Block { get; init; }

    /// <summary>Vectors begin with this standard deviation over √d; 0.1 unless set.</summary>
    public float InitialDeviation { get; init; } = 0.1f;

    /// <summary>Where vectors begin.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many threads; all cores unless set. The result doesn't depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
