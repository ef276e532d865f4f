namespace SmartKart.Scoring.Trees.Model;

/// <summary>
/// The categories that go right, by node. XGBoost lists those of all nodes one after another, and for each node that has some, where they begin
/// and how many they are.
/// </summary>
internal static class CategorySets
{
    private const int CategoriesMax = 16_777_216; // XGBoost's own bound: up to here each whole number is a float of its own

    /// <summary>Reads them.</summary>
    /// <param name="tree">The tree's element.</param>
    /// <param name="nodes">How many nodes it has.</param>
    /// <returns>For each node its set, as bits, or null.</returns>
    public static uint[]?[] Read(ModelElement tree, int nodes)
    {
        var sets = new uint[]?[nodes];
        if (!tree.Has("categories_nodes")) return sets; // written before XGBoost knew categories
        var categories = tree.Member("categories").Integers();
        var owners = tree.Member("categories_nodes").Integers();
        var begins = tree.Member("categories_segments").Integers(owners.Length);
        var sizes = tree.Member("categories_sizes").Integers(owners.Length);
        for (var i = 0; i < owners.Length; i++)
        {
            if ((uint)owners[i] >= (uint)nodes || sets[owners[i]] is not null)
                throw tree.Faults.Damaged($"'{tree.Path}.categories_nodes[{i}]' is {owners[i]}, which is no node of {nodes:N0}, or one for the second time");
            if (begins[i] < 0 || sizes[i] < 0 || (long)begins[i] + sizes[i] > categories.Length)
                throw tree.Faults.Damaged($"node {owners[i]} of '{tree.Path}' has {sizes[i]} categories from {begins[i]} on, and {categories.Length:N0} are listed");
            sets[owners[i]] = Bits(categories.AsSpan(begins[i], sizes[i]), tree, owners[i]);
        }
        return sets;
    }

    private static uint[] Bits(ReadOnlySpan<int> categories, ModelElement tree, int node)
    {
        var largest = 0;
        foreach (var category in categories)
        {
            if (category is < 0 or >= CategoriesMax)
                throw tree.Faults.Damaged($"node {node} of '{tree.Path}' has the category {category}, which is not between 0 and {CategoriesMax:N0}");
            largest = Math.Max(largest, category);
        }
        var bits = new uint[largest / 32 + 1];
        foreach (var category in categories) bits[category / 32] |= 1u << (category % 32);
        return bits;
    }
}
