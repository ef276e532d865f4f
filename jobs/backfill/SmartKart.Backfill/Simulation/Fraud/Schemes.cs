using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Orders;
using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Backfill.Simulation.Visits;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Fraud;

/// <summary>The deeds, each as a script.</summary>
internal static class Schemes
{
    private const int Tries = 12;
    private const decimal SmallPrice = 30m;

    internal static IEnumerable<TimeSpan> CardTesting(Incident incident, Marketplace shop)
    {
        var chance = shop.Chance;
        var program = Stranger($"anon:{incident.Id}", Identities.FarCountry(chance), chance) with { Device = DeviceType.Desktop };
        for (var order = 0; order < incident.Orders; order++)
        {
            foreach (var wait in Raid(program, Means.Testing, isCheap: true, incident, shop)) yield return wait;
            yield return chance.Seconds(10, 90);
        }
    }

    internal static IEnumerable<TimeSpan> SharedAddress(Incident incident, Marketplace shop)
    {
        var chance = shop.Chance;
        var home = Stranger(incident.Id, "GB", chance);
        for (var order = 0; order < incident.Orders; order++)
        {
            var account = home with
            {
                UserId = $"user-{incident.Id}-{order + 1}",
                Card = Identities.Card(chance, Identities.Country(chance)),
                BillingAddress = Identities.Address(chance, "GB"), // that of the card's owner, as far as it is known
                AccountCreatedAt = shop.Agenda.Now - chance.Seconds(60, 86_400),
            };
            foreach (var wait in Raid(account, Means.Stolen, isCheap: false, incident, shop)) yield return wait;
            yield return TimeSpan.FromMinutes(2) + chance.Exponential(TimeSpan.FromMinutes(25));
        }
    }

    internal static IEnumerable<TimeSpan> AccountTakeover(Incident incident, Marketplace shop)
    {
        var chance = shop.Chance;
        var thief = Stranger(incident.Id, Identities.FarCountry(chance), chance);
        var victim = shop.Population.Any(chance).Identity;
        var seeming = victim with
        {
            Device = thief.Device,
            DeviceId = thief.DeviceId,
            NetworkAddress = thief.NetworkAddress,
            NetworkCountry = thief.NetworkCountry,
            ShippingAddress = Identities.Address(chance, victim.Country),
        };
        for (var order = 0; order < incident.Orders; order++)
        {
            foreach (var wait in Raid(seeming, Means.Borrowed, isCheap: false, incident, shop)) yield return wait;
            yield return chance.Seconds(60, 600);
        }
    }

    // No list is looked at: the page of a product, the cart, the checkout, and quickly.
    private static IEnumerable<TimeSpan> Raid(Identity seeming, Means means, bool isCheap, Incident incident, Marketplace shop)
    {
        var (chance, sessionId) = (shop.Chance, shop.Journal.NextId("session"));
        var clicks = new Clicks(seeming, sessionId, shop.Agenda, shop.Journal);
        var basket = new Basket(sessionId, seeming, shop.Agenda, shop.Journal);
        for (var left = isCheap ? 1 : chance.Between(1, 3); left > 0; left--)
        {
            var product = Prey(isCheap, chance, shop.Market);
            clicks.Act(ClickstreamAction.View, product, slate: null, place: 0);
            yield return chance.Seconds(2, 15);
            if (product.Stock == 0) continue;
            basket.Add(product, isCheap ? 1 : Math.Min(product.Stock, chance.Between(1, 2)), recommendationId: null);
            yield return chance.Seconds(1, 5);
        }
        if (basket.IsEmpty) yield break;
        yield return chance.Seconds(3, 20);
        foreach (var wait in shop.Checkout.Order(seeming, basket, sessionId, means, incident)) yield return wait;
    }

    // What is small enough to go unseen, or the dearest of a few: dear things are sold on easily.
    private static Product Prey(bool isCheap, Chance chance, Market market)
    {
        Product? prey = null;
        for (var tries = 0; tries < Tries || prey is null; tries++)
        {
            var product = market.Products[chance.Below(market.Products.Count)];
            if (product.Status != ProductStatus.Active || (product.Stock == 0 && tries < Tries)) continue;
            if (prey is null || (isCheap ? prey.Price > SmallPrice && product.Price < prey.Price : product.Price > prey.Price)) prey = product;
        }
        return prey;
    }

    private static Identity Stranger(string userId, string networkCountry, Chance chance)
    {
        var home = Identities.Address(chance, "GB");
        return new Identity
        {
            UserId = userId,
            Device = Identities.Device(chance, isDrifted: false),
            DeviceId = $"device-{chance.Below(int.MaxValue):x8}",
            NetworkAddress = Identities.Network(chance),
            NetworkCountry = networkCountry,
            Country = "GB",
            Card = Identities.Card(chance, "GB"),
            ShippingAddress = home,
            BillingAddress = home,
        };
    }
}
