using SmartKart.Scoring.Ranking;

namespace SmartKart.Serving.Models;

/// <summary>The arrays that one request works in, used again by the next.</summary>
/// <param name="candidates">How many candidates there can be.</param>
/// <param name="components">How many components score each.</param>
internal sealed class RequestScratch(int candidates, int components)
{
    /// <summary>The candidates: items, ascending.</summary>
    public int[] Items { get; } = new int[candidates];

    /// <summary>What the components say of them: candidates × components, row-major, in standard scores.</summary>
    public float[] Parts { get; } = new float[candidates * components];

    /// <summary>What they are ordered by.</summary>
    public float[] Scores { get; } = new float[candidates];

    /// <summary>For making a list of them.</summary>
    public ListScratch List { get; } = new(candidates);
}
