using SmartKart.Backfill.Simulation.Catalogue;

namespace SmartKart.Backfill.Simulation.Visits;

/// <summary>What people type, and what the shop finds: products whose words have all of the query's, the popular ones first.</summary>
internal sealed class Search(Market market, Chance chance)
{
    private const double TypoRate = 0.05;

    // What is asked for: a thing, a kind of thing, a brand's thing, or a whole category.
    private static readonly int[] FormShares = [40, 28, 20, 12];

    /// <summary>Somebody looks for something like a product they have in mind.</summary>
    /// <returns>The query, and what is found; nothing for a misspelt one.</returns>
    internal (string Query, List<Product> Found) Run(Product wanted)
    {
        var form = chance.Weighted(FormShares);
        var noun = ProductText.Noun(wanted);
        var query = form switch
        {
            0 => noun,
            1 => $"{ProductText.Kind(wanted)} {noun}",
            2 => $"{ProductText.Brand(wanted.Brand)} {noun}".ToLowerInvariant(),
            _ => wanted.Category.Id[(wanted.Category.Id.IndexOf('-', StringComparison.Ordinal) + 1)..],
        };
        if (chance.Happens(TypoRate)) return (Misspelt(query), []);
        var found = new List<Product>();
        foreach (var product in market.Shelves.Leaf(wanted.Number % Departments.Leaves.Length))
        {
            if (form < 3 && ProductText.Noun(product) != noun) continue;
            if (form == 1 && ProductText.Kind(product) != ProductText.Kind(wanted)) continue;
            if (form == 2 && product.Brand != wanted.Brand) continue;
            found.Add(product);
        }
        return (query, found);
    }

    // A letter is missing, as under hasty fingers.
    private string Misspelt(string query) => query.Remove(chance.Between(1, query.Length - 1), 1);
}
