using System.Collections.Immutable;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Experiments;

/// <summary>What an order holds of one recommendation.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="AtMs">When it was placed.</param>
/// <param name="Units">Units of the recommended products.</param>
/// <param name="Revenue">Quantity × price less the lines' discounts.</param>
/// <param name="Currency">Its currency.</param>
internal sealed record Purchase(string OrderId, long AtMs, long Units, decimal Revenue, string Currency)
{
    /// <summary>What it counts for.</summary>
    public ArmResults Results() => ArmResults.None with { Conversions = 1, Units = Units, Revenue = ArmResults.None.Revenue.Add(Currency, Revenue) };

    /// <summary>An order's purchases, by the recommendations that its lines came from.</summary>
    public static IEnumerable<KeyValuePair<string, RecommendationSignal>> Of(OrderPlaced order)
    {
        EventChecks.Present(order, Topics.OrderPlaced);
        EventChecks.Id(order.OrderId, Topics.OrderPlaced, "order_id");
        EventChecks.Lines(order.Lines, Topics.OrderPlaced);
        foreach (var line in order.Lines) EventChecks.OptionalId(line.RecommendationId, Topics.OrderPlaced, "recommendation_id");
        var recommended = order.Lines.Where(line => line.RecommendationId is not null);
        return recommended.GroupBy(line => line.RecommendationId!, StringComparer.Ordinal).Select(lines => KeyValuePair.Create(
            lines.Key,
            new RecommendationSignal(null, new Purchase(
                order.OrderId, order.OccurredAt.ToUnixTimeMilliseconds(), lines.Sum(line => (long)line.Quantity),
                lines.Sum(line => line.Quantity * line.UnitPrice - (line.Discount ?? 0)), order.Currency))));
    }
}

/// <summary>What happens to a recommendation: it is shown, or something of it is bought.</summary>
/// <param name="Shown">Its first showing; null where something is bought.</param>
/// <param name="Bought">What is bought; null where it is shown.</param>
internal sealed record RecommendationSignal(Exposure? Shown, Purchase? Bought);

/// <summary>A recommendation, as far as it is known: kept as JSON, so a field may be added.</summary>
/// <param name="Arm">The arm that chose it; null until it is known to have been shown.</param>
/// <param name="ShownAtMs">When it was first shown; 0 until then.</param>
/// <param name="Bought">What was bought of it, by the order: each counts once.</param>
internal sealed record Recommendation(ArmKey? Arm, long ShownAtMs, ImmutableArray<Purchase> Bought)
{
    public static Recommendation Unknown { get; } = new(null, 0, []);

    public bool Has(string orderId)
    {
        foreach (var purchase in Bought)
            if (purchase.OrderId == orderId) return true;
        return false;
    }
}
