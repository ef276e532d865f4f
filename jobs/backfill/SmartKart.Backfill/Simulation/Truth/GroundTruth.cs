using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Fraud;
using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Backfill.Simulation.Visits;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Truth;

/// <summary>
/// What models can be judged against: what people and products are like, and for each choice the probability it had. Sums of a day are kept with the products
/// and handed on at its end, so a long history needs no more room than a short one. Hot path: per product shown.
/// </summary>
internal sealed class GroundTruth(Agenda agenda, ITruthSink? sink)
{
    private readonly Dictionary<(string ListId, string? Variant), Sums[]> _places = [];
    private (string ListId, string? Variant, Sums[] Sums) _last = ("", null, []);

    internal void Shown(Slate slate, int place, double clickProbability, bool isClicked)
    {
        ref var demand = ref slate.Products[place].Demand;
        ref var sums = ref SumsOf(slate)[place];
        demand.Impressions++;
        demand.ExpectedClicks += clickProbability;
        sums.Impressions++;
        sums.ExpectedClicks += clickProbability;
        if (!isClicked) return;
        demand.Clicks++;
        sums.Clicks++;
    }

    internal void Fraud(Incident incident, OrderPlaced order, string paymentId) => sink?.Take(new FraudulentOrder(
        order.OccurredAt, order.OrderId, paymentId, order.UserId, order.DeviceId!, incident.Id, incident.Kind)); // every simulated order has a device

    internal void Tell(Population population)
    {
        if (sink is null) return; // else all would be made before they come
        for (var number = 0; number < population.Count; number++) sink.Take(population[number], population.ShareOf(number), agenda.Told);
    }

    /// <summary>Hands on the sums of the day that ends now.</summary>
    internal void EndDay(List<Product> products)
    {
        var day = DateOnly.FromDateTime(agenda.Tell(agenda.Now - TimeSpan.FromTicks(1)).UtcDateTime);
        foreach (var product in products)
        {
            if (!product.Demand.IsEmpty) sink?.Take(new ProductDay(day, product, product.Demand));
            product.Demand = default;
        }
    }

    internal void End(List<Product> products)
    {
        EndDay(products);
        if (sink is null) return;
        foreach (var product in products) sink.Take(product, agenda.Tell(product.ListedAt));
        var places = _places.OrderBy(place => place.Key.ListId, StringComparer.Ordinal).ThenBy(place => place.Key.Variant, StringComparer.Ordinal);
        foreach (var ((listId, variant), sums) in places)
        {
            for (var place = 0; place < sums.Length; place++)
                if (sums[place] is { Impressions: > 0 } sum)
                    sink.Take(new PlaceTruth(listId, variant, place, Attention.Examination[place], sum.Impressions, sum.ExpectedClicks, sum.Clicks));
        }
    }

    private Sums[] SumsOf(Slate slate)
    {
        if (ReferenceEquals(_last.ListId, slate.ListId) && ReferenceEquals(_last.Variant, slate.Variant)) return _last.Sums;
        if (!_places.TryGetValue((slate.ListId, slate.Variant), out var sums)) _places[(slate.ListId, slate.Variant)] = sums = new Sums[Slate.LongestList];
        _last = (slate.ListId, slate.Variant, sums);
        return sums;
    }

    private record struct Sums
    {
        internal long Impressions;
        internal double ExpectedClicks;
        internal long Clicks;
    }
}
