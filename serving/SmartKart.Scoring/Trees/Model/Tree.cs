namespace SmartKart.Scoring.Trees.Model;

/// <summary>
/// A tree that was checked: every node is reached once from the first, level by level, and the children of a node lie side by side.
/// </summary>
/// <param name="Nodes">The nodes; the root first.</param>
/// <param name="Depth">Decisions on the longest way from the root to a leaf; 0 where the root is a leaf.</param>
internal sealed record Tree(TreeNode[] Nodes, int Depth)
{
    /// <summary>Whether a node decides by a set of categories.</summary>
    public bool HasCategories { get; } = Array.Exists(Nodes, node => node.Categories is not null);
}

/// <summary>A decision, or a leaf. A value that is missing goes where the node says; of the others, those go left that are less than the threshold, or not in the set.</summary>
/// <param name="LeftChild">The index of its left child, before its right one; 0 for a leaf.</param>
/// <param name="Feature">The index of the feature that it looks at.</param>
/// <param name="IsMissingLeft">Whether a missing value goes left.</param>
/// <param name="Value">A leaf's value, or the threshold. Finite.</param>
/// <param name="Cover">How much of the training set came by: the sum of its rows' second derivatives. Not negative.</param>
/// <param name="Categories">The set of categories that go right: category c is bit c % 32 of word c / 32. Null where the threshold decides.</param>
internal readonly record struct TreeNode(int LeftChild, int Feature, bool IsMissingLeft, float Value, float Cover, uint[]? Categories)
{
    public bool IsLeaf => LeftChild == 0;

    public static TreeNode Leaf(float value, float cover) => new(0, 0, false, value, cover, null);

    /// <summary>The child that a value of its feature leads to.</summary>
    public int ChildFor(float value)
    {
        if (float.IsNaN(value)) return IsMissingLeft ? LeftChild : LeftChild + 1;
        return Categories is null
            ? value < Value ? LeftChild : LeftChild + 1
            : value >= 0 && value < Categories.Length * 32L && (Categories[(int)value / 32] >> ((int)value % 32) & 1) != 0 ? LeftChild + 1 : LeftChild;
    }
}
