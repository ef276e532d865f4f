namespace SmartKart.Scoring.Trees.Walking;

/// <summary>How a tree is laid out.</summary>
internal enum TreeShape
{
    /// <summary><see cref="PerfectTree"/>: shallow, without categories.</summary>
    Perfect,

    /// <summary><see cref="LinkedTree"/> whose nodes all have thresholds.</summary>
    Linked,

    /// <summary><see cref="LinkedTree"/> with sets of categories.</summary>
    LinkedWithCategories,
}

/// <summary>A tree laid out.</summary>
/// <param name="Offset">Its first word among those of all trees; a multiple of 16.</param>
/// <param name="Depth">Decisions on its longest way.</param>
/// <param name="Shape">How its words are to be read.</param>
internal readonly record struct LaidOutTree(int Offset, int Depth, TreeShape Shape);
