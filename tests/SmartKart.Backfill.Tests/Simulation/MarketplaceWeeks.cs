using SmartKart.Backfill.Simulation;
using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Backfill.Simulation.Truth;

namespace SmartKart.Backfill.Tests.Simulation;

/// <summary>Three weeks of a small marketplace and their ground truth, simulated once for all the tests that look at them.</summary>
public sealed class MarketplaceWeeks
{
    internal static readonly SimulationOptions Options = new() { Users = 200, Products = 200, Merchants = 10, Days = 21, FraudRate = 0.05 };

    public MarketplaceWeeks() => History = Recorder.Of(new SimulatedHistory(Options, default, Truth));

    internal RecordedTruth Truth { get; } = new();

    internal Recorder History { get; }
}

/// <summary>Ground truth, kept.</summary>
internal sealed class RecordedTruth : ITruthSink
{
    public Dictionary<string, Shopper> Users { get; } = [];

    public Dictionary<string, Product> Products { get; } = [];

    public List<ProductDay> Days { get; } = [];

    public List<FraudulentOrder> Frauds { get; } = [];

    public List<PlaceTruth> Places { get; } = [];

    public void Take(Shopper user, double shareOfVisits, DateTimeOffset from) => Users[user.Identity.UserId] = user;

    public void Take(ProductDay day) => Days.Add(day);

    public void Take(Product product, DateTimeOffset listedAt) => Products[product.Id] = product;

    public void Take(FraudulentOrder order) => Frauds.Add(order);

    public void Take(PlaceTruth place) => Places.Add(place);
}
