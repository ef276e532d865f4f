using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation;

/// <summary>What is sold.</summary>
internal sealed class Product
{
    internal required string Id { get; init; }
    internal required string CategoryId { get; init; }
    internal required string MerchantId { get; init; }
    internal required decimal Price { get; init; }
    internal required int ReorderPoint { get; init; }
    internal required int Stock { get; set; }
    internal bool IsOnOrder { get; set; }
}

/// <summary>Who buys.</summary>
/// <param name="UserId">Their account, or a guest's pseudonym.</param>
/// <param name="Category">What they like: an index of <see cref="Marketplace.Categories"/>.</param>
/// <param name="Device">What they use.</param>
/// <param name="DeviceId">Which one.</param>
/// <param name="NetworkAddress">Where it is, in a range that RFC 5737 reserves for examples.</param>
/// <param name="CardFingerprint">How they pay.</param>
internal sealed record Shopper(
    string UserId, int Category, DeviceType Device, string DeviceId, string NetworkAddress, string CardFingerprint);

/// <summary>Shops, products, by category and popularity, and customers.</summary>
internal sealed class Marketplace
{
    internal static readonly string[] Categories = ["audio", "books", "garden", "home", "kitchen", "office", "outdoor", "toys"];
    private static readonly DeviceType[] Devices = [DeviceType.Mobile, DeviceType.Desktop, DeviceType.App, DeviceType.Tablet];
    private static readonly int[] DeviceShares = [50, 28, 15, 7];

    private readonly Chance _chance;
    private readonly Product[][] _byCategory;
    private int _guests;

    internal Marketplace(SimulationOptions options, Chance chance)
    {
        _chance = chance;
        var products = Enumerable.Range(1, options.Products).Select(number => NewProduct(number, options.Merchants)).ToArray();
        _byCategory = [.. Categories.Select(category => products.Where(product => product.CategoryId == category).ToArray())];
        Users = [.. Enumerable.Range(1, options.Users).Select(number => NewShopper($"user-{number}"))];
    }

    internal IReadOnlyList<Shopper> Users { get; }

    internal Shopper NewGuest() => NewShopper($"anon:{++_guests}");

    /// <summary>Up to <paramref name="count"/> different products of a category, popular ones more often.</summary>
    internal List<Product> Pick(int category, int count)
    {
        var shelf = _byCategory[category];
        var picked = new List<Product>(count);
        for (var tries = 0; tries < 4 * count && picked.Count < Math.Min(count, shelf.Length); tries++)
            if (shelf[_chance.Zipf(shelf.Length)] is var product && !picked.Contains(product)) picked.Add(product);
        return picked;
    }

    private Product NewProduct(int number, int merchants)
    {
        var reorderPoint = _chance.Between(3, 12);
        return new Product
        {
            Id = $"product-{number}",
            CategoryId = Categories[number % Categories.Length],
            MerchantId = $"merchant-{1 + _chance.Zipf(merchants)}",
            Price = _chance.Between(2, 120) - 0.01m,
            ReorderPoint = reorderPoint,
            Stock = reorderPoint + _chance.Between(1, 25),
        };
    }

    private Shopper NewShopper(string userId) => new(
        userId, _chance.Below(Categories.Length), Devices[_chance.Weighted(DeviceShares)],
        $"device-{userId.Replace("anon:", "guest-", StringComparison.Ordinal)}",
        $"203.0.113.{_chance.Between(1, 254)}", $"card-{_chance.Between(100_000, 999_999)}");
}
