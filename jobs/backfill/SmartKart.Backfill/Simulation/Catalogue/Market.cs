using System.Collections.Immutable;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Catalogue;

/// <summary>All that is for sale, and what changes it overnight: launches, promotions, prices, trends.</summary>
internal sealed class Market
{
    internal const string Currency = "GBP";
    private const double NoveltyHeight = 1.0, NoveltyDays = 10;
    private const double LaunchRate = 0.002, RetireRate = 0.001, RepriceRate = 0.004, CountRate = 0.003; // of all products, a day
    private const double PromotionRate = 0.06, PromotedShare = 0.3;                                       // of categories, a day; of their products
    private const int BlackFridayMonth = 11, BlackFridayFrom = 20;

    private readonly Agenda _agenda;
    private readonly Chance _chance;
    private readonly Journal _journal;
    private readonly Assortment _assortment;
    private readonly Storehouse _storehouse;
    private readonly SimulationOptions _options;

    internal Market(SimulationOptions options, Agenda agenda, Chance chance, Journal journal, Storehouse storehouse)
    {
        (_options, _agenda, _chance, _journal, _storehouse) = (options, agenda, chance, journal, storehouse);
        _assortment = new Assortment(options);
        for (var number = 0; number < options.Products; number++) Put(_assortment.Listed(number));
    }

    /// <summary>Every product that there ever was, by number.</summary>
    internal List<Product> Products { get; } = [];

    internal Shelves Shelves { get; } = new();

    /// <summary>Tells what is there on the first day.</summary>
    internal void Open()
    {
        foreach (var product in Products) Tell(product);
        Rise();
    }

    /// <summary>A night: what is new, cheaper, dearer or gone by the morning.</summary>
    internal void TurnDay(bool isPriceDrift)
    {
        for (var left = _chance.Poisson(_options.Products * LaunchRate); left > 0; left--) Launch();
        for (var left = _chance.Poisson(_options.Products * RetireRate); left > 0; left--) Retire(Weakest());
        for (var left = _chance.Poisson(_options.Products * RepriceRate); left > 0; left--) Reprice(Any(), Math.Exp(0.08 * _chance.Normal()));
        for (var left = _chance.Poisson(_options.Products * CountRate); left > 0; left--) _storehouse.Count(Any());
        if (isPriceDrift)
        {
            foreach (var product in Products)
                if (product.Status == ProductStatus.Active) Reprice(product, product.Number % Departments.Leaves.Length % 2 == 0 ? 1.3 : 0.8);
        }
        for (var leaf = 0; leaf < Departments.Leaves.Length; leaf++)
            if (_chance.Happens(PromotionRateToday())) _agenda.Begin(TimeSpan.Zero, Promotion(leaf));
        Rise();
    }

    // What is popular today: trends, seasons and novelty (docs/simulator.md).
    private void Rise()
    {
        foreach (var product in Products)
        {
            var (height, days, phase) = product.Trend;
            var (peak, swing) = Departments.Seasons[product.Category.Department];
            var novelty = product.IsLaunch ? NoveltyHeight * Math.Exp(-(_agenda.Now - product.ListedAt).TotalDays / NoveltyDays) : 0;
            var trend = height * Math.Sin(2 * Math.PI * _agenda.Day / days + phase);
            product.AppealToday = product.Appeal + trend + swing * Rhythm.Wave(_agenda.Now, peak) + novelty;
        }
        Shelves.Sort();
    }

    private double PromotionRateToday() =>
        _agenda.Now is { Month: BlackFridayMonth, Day: >= BlackFridayFrom } ? 3 * PromotionRate : PromotionRate;

    private IEnumerable<TimeSpan> Promotion(int leaf)
    {
        var id = _journal.NextId("promotion");
        var discount = _chance.Between(2, 8) * 0.05;
        var promoted = new List<Product>();
        foreach (var product in Shelves.Leaf(leaf))
        {
            if (product.PromotionId is not null || !_chance.Happens(PromotedShare)) continue;
            promoted.Add(product);
            product.PromotionId = id;
            Price(product, Assortment.Round((double)product.ListPrice * (1 - discount)));
        }
        if (promoted.Count == 0) yield break;
        yield return TimeSpan.FromDays(_chance.Between(3, 7));
        foreach (var product in promoted)
        {
            product.PromotionId = null;
            if (product.Status == ProductStatus.Active) Price(product, product.ListPrice);
        }
    }

    private void Launch()
    {
        var product = _assortment.Launched(Products.Count, _agenda.Now);
        Put(product);
        Tell(product);
    }

    private void Put(Product product)
    {
        Products.Add(product);
        Shelves.Add(product);
    }

    // The least popular of a few goes; a department's last one stays.
    private Product Weakest()
    {
        var weakest = Any();
        for (var tries = 0; tries < 5; tries++)
            if (Any() is var other && other.AppealToday < weakest.AppealToday) weakest = other;
        return weakest;
    }

    private void Retire(Product product)
    {
        if (product.Status != ProductStatus.Active || Shelves.Department(product.Category.Department).Count == 1) return;
        product.Status = ProductStatus.Discontinued;
        Shelves.Remove(product);
        Tell(product);
    }

    private void Reprice(Product product, double factor)
    {
        if (product.Status != ProductStatus.Active) return;
        var share = product.Price / product.ListPrice; // a promotion goes on
        product.ListPrice = Assortment.Round((double)product.ListPrice * factor);
        Price(product, product.PromotionId is null ? product.ListPrice : Assortment.Round((double)(product.ListPrice * share)));
    }

    private void Price(Product product, decimal price)
    {
        product.Price = price;
        product.LogPrice = Math.Log((double)price / product.Category.Price);
        Tell(product);
    }

    private Product Any() => Products[_chance.Below(Products.Count)];

    private void Tell(Product product) => _journal.Write(Topics.ProductUpserted, new ProductUpserted
    {
        EventId = _journal.NextEventId(),
        OccurredAt = _agenda.Told,
        ProductId = product.Id,
        MerchantId = product.MerchantId,
        Name = ProductText.Name(product),
        Description = ProductText.Description(product),
        Brand = ProductText.Brand(product.Brand),
        CategoryId = product.Category.Id,
        CategoryPath = ImmutableArray.Create(product.Category.Path),
        Price = product.Price,
        ListPrice = product.Price == product.ListPrice ? null : product.ListPrice,
        Currency = Currency,
        PromotionId = product.PromotionId,
        Status = product.Status,
        Attributes = ProductText.Attributes(product),
        ImageUrl = $"https://images.example/{product.Id}.jpg",
        ListedAt = _agenda.Tell(product.ListedAt),
    });
}
