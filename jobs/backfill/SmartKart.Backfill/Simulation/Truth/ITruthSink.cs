using SmartKart.Backfill.Simulation.Shoppers;

namespace SmartKart.Backfill.Simulation.Truth;

/// <summary>Where a simulation's ground truth goes: files beside its history, or a test.</summary>
internal interface ITruthSink
{
    /// <summary>A user as they are from an instant on; once, and again where tastes drift.</summary>
    void Take(Shopper user, double shareOfVisits, DateTimeOffset from);

    /// <summary>A product's day.</summary>
    void Take(ProductDay day);

    /// <summary>A product, at the end.</summary>
    void Take(Catalogue.Product product, DateTimeOffset listedAt);

    /// <summary>An order that is fraud, as it is placed.</summary>
    void Take(FraudulentOrder order);

    /// <summary>A place of a list, at the end.</summary>
    void Take(PlaceTruth place);
}

/// <summary>A product's day, as it was and as the model expected it.</summary>
/// <param name="Day">In UTC, as events tell it.</param>
/// <param name="Product">Which one; its price is that at the end of the day.</param>
/// <param name="Demand">The day's sums.</param>
internal readonly record struct ProductDay(DateOnly Day, Catalogue.Product Product, Catalogue.Demand Demand);

/// <summary>A label that no event bears.</summary>
internal sealed record FraudulentOrder(
    DateTimeOffset OccurredAt, string OrderId, string PaymentId, string UserId, string DeviceId, string IncidentId, Fraud.FraudKind Kind);

/// <summary>A place of a kind of list: how often it was shown and clicked, and what the model expected.</summary>
/// <param name="ListId">The list, as in events.</param>
/// <param name="Variant">The experiment's arm; null outside one.</param>
/// <param name="Place">From 0.</param>
/// <param name="Examination">The probability that it is looked at.</param>
/// <param name="Impressions">How often something was shown there.</param>
/// <param name="ExpectedClicks">The sum of the probabilities of a click, given what was looked at.</param>
/// <param name="Clicks">How often it was clicked.</param>
internal sealed record PlaceTruth(string ListId, string? Variant, int Place, double Examination, long Impressions, double ExpectedClicks, long Clicks);
