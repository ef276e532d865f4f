using System.ComponentModel.DataAnnotations;

namespace SmartKart.Backfill.Simulation;

/// <summary>The size of a simulated marketplace, and the seed: equal options give equal events, ids included.</summary>
public sealed record SimulationOptions
{
    /// <summary>Chooses everything that happens.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>When the first day begins: a midnight, in UTC.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How long it is watched. A history of more days begins with the very events of one of fewer.</summary>
    [Range(1, 3_660)]
    public int Days { get; init; } = 1;

    /// <summary>Customers with an account, of very different zeal; on average each visits one and a half times a day. Guests come on top.</summary>
    [Range(1, 10_000_000)]
    public int Users { get; init; } = 500;

    /// <summary>Shops on the marketplace.</summary>
    [Range(1, 100_000)]
    public int Merchants { get; init; } = 20;

    /// <summary>Products of all shops together on the first day, of very different popularity; at least one for each of the 8 departments.</summary>
    [Range(8, 10_000_000)]
    public int Products { get; init; } = 1_000;

    /// <summary>Of all orders, those that are fraud, 0 to 0.5.</summary>
    [Range(0, 0.5)]
    public double FraudRate { get; init; } = 0.01;

    /// <summary>What breaks, and when; null for nothing.</summary>
    public SimulationDrift? Drift { get; init; }

    /// <summary>Where it ends: nothing that would happen then or later is told.</summary>
    public DateTimeOffset End => Start + TimeSpan.FromDays(Days);
}
