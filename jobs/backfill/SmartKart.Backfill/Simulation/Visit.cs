using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation;

/// <summary>
/// One visitor's stay in the shop, from the first list to the last click or to the checkout. The numbers are those of a shop that does
/// well.
/// </summary>
internal sealed class Visit(Shopper shopper, Marketplace marketplace, Checkout checkout, Agenda agenda, Chance chance, Journal journal)
{
    private const int ListLength = 8;
    private const double SearchShare = 0.35, ClickRate = 0.55, LikeRate = 0.06, AddRate = 0.22, LeaveRate = 0.25, OrderRate = 0.6;

    private readonly string _sessionId = journal.NextId("session");
    private readonly Basket _basket = new(journal.NextId("cart"), shopper, agenda, journal);

    internal IEnumerable<TimeSpan> Live()
    {
        do
        {
            var list = ShowList();
            yield return chance.Seconds(2, 20);
            if (!chance.Happens(ClickRate)) continue;

            var position = chance.Zipf(list.Products.Count);
            var product = list.Products[position];
            Act(ClickstreamAction.Click, product, list, position);
            yield return chance.Seconds(0, 1);
            Act(ClickstreamAction.View, product, list, position);
            yield return chance.Seconds(4, 90);
            if (chance.Happens(LikeRate)) Act(ClickstreamAction.Like, product, list, position);
            if (product.Stock > 0 && chance.Happens(AddRate))
                _basket.Add(product, quantity: chance.Happens(0.8) ? 1 : 2, _sessionId, list.RecommendationId);
            yield return chance.Seconds(1, 15);
        }
        while (!chance.Happens(LeaveRate));

        if (_basket.IsEmpty || !chance.Happens(OrderRate)) yield break;
        yield return chance.Seconds(20, 180);
        foreach (var wait in checkout.Order(shopper, _basket, _sessionId)) yield return wait;
    }

    private ProductList ShowList()
    {
        var category = chance.Happens(0.7) ? shopper.Category : chance.Below(Marketplace.Categories.Length);
        var products = marketplace.Pick(category, ListLength);
        var searches = chance.Happens(SearchShare);
        var list = searches
            ? new ProductList("search", products, Marketplace.Categories[category], null)
            : new ProductList("home", products, null, journal.NextId("recommendation"));
        if (searches) Act(ClickstreamAction.Search, null, list, null);
        for (var position = 0; position < products.Count; position++) Act(ClickstreamAction.Impression, products[position], list, position);
        return list;
    }

    private void Act(ClickstreamAction action, Product? product, ProductList list, int? position) =>
        journal.Write("clickstream", agenda.Now, new Clickstream
        {
            EventId = journal.NextEventId(),
            OccurredAt = agenda.Now,
            UserId = shopper.UserId,
            SessionId = _sessionId,
            Action = action,
            ProductId = product?.Id,
            CategoryId = product?.CategoryId ?? list.Query,
            MerchantId = product?.MerchantId,
            Query = list.Query,
            ResultCount = action == ClickstreamAction.Search ? list.Products.Count : null,
            ListId = list.Id,
            Position = position,
            RecommendationId = list.RecommendationId,
            DeviceType = shopper.Device,
            DeviceId = shopper.DeviceId,
        });

    private sealed record ProductList(string Id, List<Product> Products, string? Query, string? RecommendationId);
}
