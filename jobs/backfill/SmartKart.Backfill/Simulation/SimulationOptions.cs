using System.ComponentModel.DataAnnotations;

namespace SmartKart.Backfill.Simulation;

/// <summary>The size of a simulated marketplace, and the seed: equal options give equal events, ids included.</summary>
public sealed record SimulationOptions
{
    /// <summary>Chooses everything that happens.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>When the day begins. Each visit starts within 24 hours of it; what a visit causes may happen later.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Customers with an account; each visits about one and a half times. Guests come on top.</summary>
    [Range(1, 10_000_000)]
    public int Users { get; init; } = 500;

    /// <summary>Shops on the marketplace.</summary>
    [Range(1, 100_000)]
    public int Merchants { get; init; } = 20;

    /// <summary>Products of all shops together, of very different popularity; at least one for each of the 8 categories.</summary>
    [Range(8, 10_000_000)]
    public int Products { get; init; } = 1_000;
}
