using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Orders;
using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Visits;

/// <summary>
/// One visitor's stay in the shop, from the first list to the last click or to the checkout.
/// </summary>
internal sealed class Visit
{
    private const string Experiment = "home-ranking";
    private const int SimilarLength = 4;
    private const double SearchShare = 0.35, OwnDepartmentShare = 0.6, SimilarShare = 0.12, LeafShare = 0.5;
    private const double RemoveRate = 0.06, MoreRate = 0.05, EmptyRate = 0.01;
    private const double LookBackRate = 0.01; // of visits: a review of something bought long ago

    private readonly Shopper _shopper;
    private readonly Marketplace _shop;
    private readonly Chance _chance;
    private readonly Basket _basket;
    private readonly Clicks _clicks;
    private readonly string _sessionId;
    private readonly int _department;

    internal Visit(Shopper shopper, Marketplace shop)
    {
        (_shopper, _shop, _chance) = (shopper, shop, shop.Chance);
        _sessionId = shop.Journal.NextId("session");
        _clicks = new Clicks(shopper.Identity, _sessionId, shop.Agenda, shop.Journal);
        _basket = new Basket(_sessionId, shopper.Identity, shop.Agenda, shop.Journal);
        _department = Department();
    }

    internal IEnumerable<TimeSpan> Live()
    {
        if (_shopper.Number >= 0 && _chance.Happens(LookBackRate)) Reviews.OfSomethingOld(_shopper, _department, _shop);
        do
        {
            var slate = _chance.Happens(SearchShare) ? Find() : Recommend();
            for (var next = slate; next is not null;)
            {
                _clicks.Impressions(next);
                yield return _chance.Seconds(2, 20);
                var place = _shop.Attention.Choose(_shopper, next);
                if (place < 0) break;
                var product = next.Products[place];
                _clicks.Act(ClickstreamAction.Click, product, next, place);
                yield return _chance.Seconds(0, 1);
                _clicks.Act(ClickstreamAction.View, product, next, place);
                yield return _chance.Seconds(4, 90);
                React(product, next, place);
                yield return _chance.Seconds(1, 15);
                next = _chance.Happens(SimilarShare) ? Similar(product) : null;
            }
        }
        while (!_chance.Happens(_shopper.Impatience));

        foreach (var wait in Finish()) yield return wait;
    }

    // Where somebody looks around follows from what they like: a softmax over departments, in season.
    private int Department()
    {
        Span<double> weights = stackalloc double[Taste.Departments];
        for (var at = 0; at < weights.Length; at++)
        {
            var (peak, swing) = Departments.Seasons[at];
            weights[at] = Math.Exp(_shopper.Taste[at] + swing * Rhythm.Wave(_shop.Agenda.Now, peak));
        }
        return _chance.Weighted(weights);
    }

    private Slate Recommend()
    {
        var candidates = new List<Product>(LoggingPolicy.CandidatesFor(Slate.LongestList));
        var own = (int)(candidates.Capacity * OwnDepartmentShare);
        Shelves.Pick(_shop.Market.Shelves.Department(_department), own, _chance, candidates);
        for (var tries = 0; tries < 2 * candidates.Capacity && candidates.Count < candidates.Capacity; tries++)
            Shelves.Pick(_shop.Market.Shelves.Department(_chance.Below(Taste.Departments)), candidates.Count + 1, _chance, candidates);
        var (products, propensities) = _shop.Policy.Draw(candidates, Slate.LongestList, _shopper.IsPersonal ? _shopper : null);
        return new Slate
        {
            ListId = "home",
            RecommendationId = _shop.Journal.NextId("recommendation"),
            ExperimentId = Experiment,
            Variant = _shopper.IsPersonal ? "personal" : "control",
            Products = products,
            Propensities = propensities,
        };
    }

    private Slate? Similar(Product product)
    {
        var candidates = new List<Product>(LoggingPolicy.CandidatesFor(SimilarLength));
        Shelves.Pick(_shop.Market.Shelves.Leaf(product.Number % Departments.Leaves.Length), candidates.Capacity, _chance, candidates);
        candidates.Remove(product);
        if (candidates.Count == 0) return null;
        var (products, propensities) = _shop.Policy.Draw(candidates, SimilarLength, reader: null);
        return new Slate
        {
            ListId = "product:similar",
            RecommendationId = _shop.Journal.NextId("recommendation"),
            Products = products,
            Propensities = propensities,
        };
    }

    // A query for something in mind: of a few that they know, the one they like best.
    private Slate Find()
    {
        var shelf = _shop.Market.Shelves.Department(_department);
        var wanted = shelf[_chance.Zipf(shelf.Count)];
        if (_chance.Happens(LeafShare) && shelf[_chance.Zipf(shelf.Count)] is var other
            && Utility.InList(_shopper, other) > Utility.InList(_shopper, wanted)) wanted = other;
        var (query, found) = _shop.Search.Run(wanted);
        _clicks.Search(query, wanted.Category.Id, found.Count);
        return new Slate { ListId = "search", Query = query, Products = [.. found.Take(Slate.LongestList)] };
    }

    private void React(Product product, Slate slate, int place)
    {
        if (_chance.Happens(Utility.LikeProbability(_shopper, product))) _clicks.Act(ClickstreamAction.Like, product, slate, place);
        else if (_chance.Happens(Utility.DislikeProbability(_shopper, product))) _clicks.Act(ClickstreamAction.Dislike, product, slate, place);
        var probability = Utility.CartProbability(_shopper, product);
        if (product.Stock == 0)
        {
            product.CartAddLost(probability);
            return;
        }
        var adds = _chance.Happens(probability);
        product.CartAdd(probability, adds);
        if (adds) _basket.Add(product, Quantity(product), slate.RecommendationId);
    }

    // More than one of what is cheap.
    private int Quantity(Product product) =>
        !_chance.Happens(product.Price < 20 ? 0.25 : 0.08) ? 1 : Math.Min(_chance.Between(2, 3), product.Stock);

    private IEnumerable<TimeSpan> Finish()
    {
        if (_basket.IsEmpty) yield break;
        yield return _chance.Seconds(10, 90);
        if (_chance.Happens(EmptyRate)) _basket.Empty();
        for (var place = _basket.Items.Count - 1; place >= 0; place--)
        {
            if (_chance.Happens(RemoveRate)) _basket.Change(place, -_basket.Items[place].Quantity);
            else if (_chance.Happens(MoreRate) && _basket.Items[place].Product.Stock > _basket.Items[place].Quantity) _basket.Change(place, 1);
        }
        if (_basket.IsEmpty) yield break;

        var probability = Utility.OrderProbability(_shopper.Money(_shop.Agenda.Day), (double)_basket.Subtotal);
        foreach (var (product, quantity, _) in _basket.Items) product.Demand.ExpectedUnits += probability * quantity;
        if (!_chance.Happens(probability)) yield break;
        yield return _chance.Seconds(20, 180);
        foreach (var wait in _shop.Checkout.Order(_shopper, _basket, _sessionId)) yield return wait;
    }
}
