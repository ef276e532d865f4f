using SmartKart.Training.Algebra;

namespace SmartKart.Training.Texts;

/// <summary>How often each term stands in each product's text: tokens of its name, description and brand, and each category as a term of its own.</summary>
/// <param name="Terms">Each column's, in ordinal order. A category's begins with a colon, as no token does.</param>
/// <param name="Counts">Items × terms.</param>
internal sealed record TermCounts(IReadOnlyList<string> Terms, SparseMatrix Counts)
{
    /// <param name="texts">Of the items.</param>
    /// <param name="minProducts">Terms of fewer products are left out: one that a single product has brings it closer to nothing.</param>
    /// <param name="maxShare">And terms that more than this share of the products with a text have: they tell nothing apart, and cost the most.</param>
    public static TermCounts Of(ProductTexts texts, int minProducts, double maxShare)
    {
        var bags = new Dictionary<string, int>[texts.Items];
        var products = new SortedDictionary<string, int>(StringComparer.Ordinal);       // that have a term
        for (var item = 0; item < bags.Length; item++)
        {
            bags[item] = BagOf(texts[item]);
            foreach (var term in bags[item].Keys) products[term] = products.GetValueOrDefault(term) + 1;
        }
        string[] terms = [.. products.Where(each => each.Value >= minProducts && each.Value <= maxShare * texts.Known).Select(each => each.Key)];
        var columns = terms.Index().ToDictionary(each => each.Item, each => each.Index, StringComparer.Ordinal);
        var (starts, columnOf, counts) = (new int[bags.Length + 1], new List<int>(), new List<float>());
        for (var item = 0; item < bags.Length; item++)
        {
            foreach (var (term, count) in bags[item].Where(each => columns.ContainsKey(each.Key)).OrderBy(each => columns[each.Key]))
            {
                columnOf.Add(columns[term]);
                counts.Add(count);
            }
            starts[item + 1] = counts.Count;
        }
        return new TermCounts(terms, new SparseMatrix(terms.Length, starts, [.. columnOf], [.. counts]));
    }

    /// <summary>Only the terms that most items have, in their order.</summary>
    /// <param name="count">How many.</param>
    public TermCounts MostCommon(int count)
    {
        if (Terms.Count <= count) return this;
        var byTerm = Counts.Transpose();
        int[] kept = [.. Enumerable.Range(0, Terms.Count).OrderByDescending(term => byTerm.Row(term, out _).Length).Take(count).Order()];
        var (starts, rows, counts) = (new int[kept.Length + 1], new List<int>(), new List<float>());
        for (var at = 0; at < kept.Length; at++)
        {
            rows.AddRange(byTerm.Row(kept[at], out var often));
            counts.AddRange(often);
            starts[at + 1] = rows.Count;
        }
        return new TermCounts([.. kept.Select(term => Terms[term])], new SparseMatrix(Counts.Rows, starts, [.. rows], [.. counts]).Transpose());
    }

    private static Dictionary<string, int> BagOf(ProductText? text)
    {
        var bag = new Dictionary<string, int>(StringComparer.Ordinal);
        if (text is null) return bag;
        foreach (var field in new[] { text.Name, text.Description, text.Brand })
        {
            foreach (var token in TextTokens.Of(field)) bag[token] = bag.GetValueOrDefault(token) + 1;
        }
        foreach (var category in text.Categories.Distinct(StringComparer.Ordinal)) bag[":" + category] = 1;
        return bag;
    }
}
