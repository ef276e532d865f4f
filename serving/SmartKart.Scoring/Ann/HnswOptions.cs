namespace SmartKart.Scoring.Ann;

/// <summary>How an <see cref="HnswIndex"/> is built. The names are those of the paper (Malkov and Yashunin, arXiv 1603.09320).</summary>
public sealed record HnswOptions
{
    /// <summary>Links that a vector gets as it comes in, and the most it may have in an upper layer; in the lowest, twice as many. 2 to 256.</summary>
    public int M { get; init; } = 16;

    /// <summary>How many nearest rows are sought to choose a vector's links among: more is slower to build and finds more. M to 10,000.</summary>
    public int EfConstruction { get; init; } = 200;

    /// <summary>How many nearest rows a search keeps where it isn't told otherwise: more is slower and finds more. 1 to 1,000,000.</summary>
    public int EfSearch { get; init; } = 100;

    /// <summary>Decides the layers and the order in which rows come in. On one thread the same seed gives the same index, byte for byte.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many threads build. 1 to 1,024; all cores by default.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal const int MMax = 256, EfConstructionMax = 10_000, EfSearchMax = 1_000_000, ThreadsMax = 1_024;

    /// <exception cref="AnnIndexException">A setting is out of its range.</exception>
    internal void Check()
    {
        if (M is < 2 or > MMax) throw AnnIndexException.BadSetting(nameof(M), M, $"2 to {MMax}");
        if (EfConstruction < M || EfConstruction > EfConstructionMax)
            throw AnnIndexException.BadSetting(nameof(EfConstruction), EfConstruction, $"{M} (its M) to {EfConstructionMax}");
        if (EfSearch is < 1 or > EfSearchMax) throw AnnIndexException.BadSetting(nameof(EfSearch), EfSearch, $"1 to {EfSearchMax}");
        if (Threads is < 1 or > ThreadsMax) throw AnnIndexException.BadSetting(nameof(Threads), Threads, $"1 to {ThreadsMax}");
    }
}
