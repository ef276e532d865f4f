namespace SmartKart.Backfill.Simulation.Catalogue;

/// <summary>
/// The products that can be bought, by category, the most popular of today first. What is asked of it is drawn from the front: place k has weight
/// 1 / (k + 1), the long tail of which Brynjolfsson, Hu and Smith (2003) tell.
/// </summary>
internal sealed class Shelves
{
    private static readonly Comparison<Product> ByAppeal = static (left, right) =>
        left.AppealToday != right.AppealToday ? right.AppealToday.CompareTo(left.AppealToday) : left.Number.CompareTo(right.Number);

    private readonly List<Product>[] _byDepartment = [.. Departments.Names.Select(_ => new List<Product>())];
    private readonly List<Product>[] _byLeaf = [.. Departments.Leaves.Select(_ => new List<Product>())];

    /// <summary>A department's products.</summary>
    internal List<Product> Department(int department) => _byDepartment[department];

    /// <summary>A category's products; few or none in a small marketplace.</summary>
    internal List<Product> Leaf(int leaf) => _byLeaf[leaf];

    internal void Add(Product product)
    {
        _byDepartment[product.Category.Department].Add(product);
        _byLeaf[product.Number % Departments.Leaves.Length].Add(product);
    }

    internal void Remove(Product product)
    {
        _byDepartment[product.Category.Department].Remove(product);
        _byLeaf[product.Number % Departments.Leaves.Length].Remove(product);
    }

    /// <summary>Puts the popular ones in front, as they are today.</summary>
    internal void Sort()
    {
        foreach (var shelf in _byDepartment) shelf.Sort(ByAppeal);
        foreach (var shelf in _byLeaf) shelf.Sort(ByAppeal);
    }

    /// <summary>Adds different products of a shelf to those that were picked, up to a number of them in all. Hot path: per list.</summary>
    internal static void Pick(List<Product> shelf, int upTo, Chance chance, List<Product> picked)
    {
        for (var tries = 0; tries < 4 * upTo && picked.Count < upTo && shelf.Count > 0; tries++)
            if (shelf[chance.Zipf(shelf.Count)] is var product && !picked.Contains(product)) picked.Add(product);
    }
}
