using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Backfill.Simulation.Visits;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Orders;

/// <summary>What customers write of what they bought: the stars follow from how good it is and how well it suits them.</summary>
internal static class Reviews
{
    private const double MeanStars = 3.7, QualityWeight = 0.6, FitWeight = 0.4, Mood = 1.0;
    private const double TextRate = 0.7;

    // From one star to five.
    private static readonly string[][] Titles =
    [
        ["Waste of money", "Broke at once", "Avoid"], ["Disappointing", "Not as described", "Expected more"],
        ["It's all right", "Does the job", "Fine, no more"], ["Very pleased", "Good value", "Would buy again"], ["Love it", "Perfect", "Best I have had"],
    ];
    private static readonly string[] Verdicts =
    [
        "It went straight back.", "For this price I would look elsewhere.", "Nothing special, nothing wrong.", "One or two small things, but I am happy.",
        "I have told all my friends.",
    ];

    /// <summary>A review of an order's product.</summary>
    internal static IEnumerable<TimeSpan> Of(Shopper shopper, Product product, string orderId, Marketplace shop)
    {
        Write(shopper, product, orderId, shop);
        yield break;
    }

    /// <summary>A review of something that was bought before this history began.</summary>
    internal static void OfSomethingOld(Shopper shopper, int department, Marketplace shop)
    {
        var shelf = shop.Market.Shelves.Department(department);
        Write(shopper, shelf[shop.Chance.Zipf(shelf.Count)], orderId: null, shop);
    }

    private static void Write(Shopper shopper, Product product, string? orderId, Marketplace shop)
    {
        var chance = shop.Chance;
        var stars = MeanStars + QualityWeight * product.Quality + FitWeight * Utility.Fit(shopper, product) + Mood * chance.Normal();
        var rating = (int)Math.Clamp(Math.Round(stars), 1, 5);
        var hasText = chance.Happens(TextRate);
        var thing = $"{ProductText.Kind(product)} {ProductText.Noun(product)} by {ProductText.Brand(product.Brand)}";
        shop.Journal.Write(Topics.ProductReviewed, new ProductReviewed
        {
            EventId = shop.Journal.NextEventId(),
            OccurredAt = shop.Agenda.Told,
            ReviewId = shop.Journal.NextId("review"),
            ProductId = product.Id,
            MerchantId = product.MerchantId,
            UserId = shopper.Identity.UserId,
            OrderId = orderId,
            Rating = rating,
            Title = hasText ? chance.OneOf<string>(Titles[rating - 1]) : null,
            Body = hasText ? $"The {thing}. {Verdicts[rating - 1]}" : null,
            Language = hasText ? "en" : null,
        });
    }
}
