using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Catalogue;

/// <summary>What is sold: what people see of it, and the latent numbers that their behaviour follows from.</summary>
internal sealed class Product
{
    internal required int Number { get; init; }
    internal required string Id { get; init; }
    internal required Category Category { get; init; }
    internal required int Brand { get; init; }
    internal required string MerchantId { get; init; }
    internal required DateTimeOffset ListedAt { get; init; }
    internal required bool IsLaunch { get; init; }

    /// <summary>Its place in the space of tastes: one department is 1, and then a style of length 1.</summary>
    internal required float[] Vector { get; init; }

    /// <summary>Standard normal: how good it is once one has it.</summary>
    internal required double Quality { get; init; }

    /// <summary>How well known it is, as a part of utility, before trends.</summary>
    internal required double Appeal { get; init; }

    /// <summary>How it rises and falls: a wave of this height, length and phase.</summary>
    internal required (double Height, double Days, double Phase) Trend { get; init; }

    /// <summary>What utility loses for each unit of the logarithm of its price.</summary>
    internal required double PriceCoefficient { get; init; }

    internal required int ReorderPoint { get; init; }
    internal required int OrderQuantity { get; init; }
    internal required double ReturnRate { get; init; }

    /// <summary>What it costs without a promotion.</summary>
    internal decimal ListPrice { get; set; }

    /// <summary>What it costs.</summary>
    internal decimal Price { get; set; }

    internal string? PromotionId { get; set; }
    internal ProductStatus Status { get; set; } = ProductStatus.Active;
    internal int Stock { get; set; }
    internal bool IsOnOrder { get; set; }

    /// <summary>The logarithm of its price over its category's, which utility multiplies. Kept because each list asks for it.</summary>
    internal double LogPrice { get; set; }

    /// <summary>Appeal with today's trend, season and novelty.</summary>
    internal double AppealToday { get; set; }

    /// <summary>Its day so far, for the ground truth.</summary>
    internal Demand Demand;

    internal void CartAdd(double probability, bool isAdded)
    {
        Demand.ExpectedCartAdds += probability;
        if (isAdded) Demand.CartAdds++;
    }

    /// <summary>What would have gone into carts had there been any: demand that sales don't show.</summary>
    internal void CartAddLost(double probability) => Demand.LostCartAdds += probability;
}

/// <summary>A product's day so far: what happened, and what the model expected of each choice that was made.</summary>
internal record struct Demand
{
    internal int Impressions;
    internal int Clicks;
    internal double ExpectedClicks;
    internal int CartAdds;
    internal double ExpectedCartAdds;
    internal double LostCartAdds;
    internal int Units;
    internal double ExpectedUnits;

    internal readonly bool IsEmpty => Impressions == 0 && Clicks == 0 && ExpectedCartAdds == 0 && LostCartAdds == 0 && Units == 0 && ExpectedUnits == 0;
}
