namespace SmartKart.Scoring.Ranking;

/// <summary>What making a list needs beside its spans: 20 bytes a candidate. Held by the caller, one for each thread, and used again.</summary>
/// <param name="candidates">For how many it is, at most.</param>
public sealed class ListScratch(int candidates)
{
    /// <summary>For how many candidates it is.</summary>
    public int Candidates => Keys.Length;

    internal ulong[] Keys { get; } = new ulong[candidates];         // a score's, above an item's: ascending is the order of the list

    internal float[] Relevance { get; } = new float[candidates];    // 0 to 1

    internal float[] Closest { get; } = new float[candidates];      // the greatest similarity to any chosen item that it was compared with

    internal int[] Compared { get; } = new int[candidates];         // with how many chosen items that was; Gone for what can't be chosen any more
}
