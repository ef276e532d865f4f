using SmartKart.Scoring.Neural;
using SmartKart.Training.Interactions;
using SmartKart.Training.Texts;

namespace SmartKart.Training.Neural;

/// <summary>What a network is told of items, from a history and its products' texts.</summary>
internal static class FactsOfItems
{
    // With fewer an embedding would tell of these users, not of the item: the rest share one.
    private const int UsersOfOwn = 5;

    public static ItemFacts Of(TrainingInput input, ItemTimes times)
    {
        var users = input.Seen.Popularity();
        var (own, count) = (new int[users.Length], 0);
        for (var item = 0; item < users.Length; item++) own[item] = users[item] >= UsersOfOwn ? ++count : 0;
        int[] lately = [.. Enumerable.Range(0, users.Length).Select(item => times.Before(item, times.End))];
        return new ItemFacts(own, Numbers(input.Texts, users.Length, CategoryOf), Numbers(input.Texts, users.Length, BrandOf), users, lately);
    }

    private static string? CategoryOf(ProductText text) => text.Categories.Count > 0 ? text.Categories[^1] : null;

    private static string? BrandOf(ProductText text) => string.IsNullOrWhiteSpace(text.Brand) ? null : text.Brand.Trim().ToLowerInvariant();

    // From 1, in the order of their names; what one item alone has tells no more than the item does, and is 0.
    private static int[] Numbers(ProductTexts? texts, int items, Func<ProductText, string?> nameOf)
    {
        string?[] names = [.. Enumerable.Range(0, items).Select(item => texts?[item] is { } text ? nameOf(text) : null)];
        var numbers = names.OfType<string>().CountBy(name => name).Where(each => each.Value > 1).Select(each => each.Key).Order(StringComparer.Ordinal)
            .Index().ToDictionary(each => each.Item, each => each.Index + 1, StringComparer.Ordinal);
        return [.. names.Select(name => name is null ? 0 : numbers.GetValueOrDefault(name))];
    }
}
