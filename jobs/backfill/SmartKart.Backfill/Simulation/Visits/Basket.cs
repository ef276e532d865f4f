using System.Collections.Immutable;
using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Visits;

/// <summary>A cart: one line for each product, told whole after each change. A price stays as it was when the product was put in.</summary>
internal sealed class Basket(string sessionId, Identity owner, Agenda agenda, Journal journal)
{
    private readonly List<(Product Product, int Quantity, LineItem Line)> _items = [];
    private readonly string _id = journal.NextId("cart");

    internal string Id => _id;

    internal bool IsEmpty => _items.Count == 0;

    internal IReadOnlyList<(Product Product, int Quantity, LineItem Line)> Items => _items;

    internal decimal Subtotal
    {
        get
        {
            var sum = 0m;
            foreach (var (_, quantity, line) in _items) sum += quantity * line.UnitPrice;
            return sum;
        }
    }

    internal ImmutableArray<LineItem> Lines
    {
        get
        {
            var lines = ImmutableArray.CreateBuilder<LineItem>(_items.Count);
            foreach (var (_, _, line) in _items) lines.Add(line);
            return lines.MoveToImmutable();
        }
    }

    internal void Add(Product product, int quantity, string? recommendationId)
    {
        var place = _items.FindIndex(item => item.Product == product);
        if (place >= 0)
        {
            Change(place, quantity);
            return;
        }
        _items.Add((product, quantity, new LineItem
        {
            ProductId = product.Id,
            Quantity = quantity,
            UnitPrice = product.Price,
            MerchantId = product.MerchantId,
            CategoryId = product.Category.Id,
            PromotionId = product.PromotionId,
            RecommendationId = recommendationId,
        }));
        Tell(CartAction.ItemAdded, product.Id, quantity);
    }

    /// <summary>Changes how many there are of a line; at none it goes.</summary>
    internal void Change(int place, int delta)
    {
        var (product, quantity, line) = _items[place];
        if (quantity + delta > 0) _items[place] = (product, quantity + delta, line with { Quantity = quantity + delta });
        else _items.RemoveAt(place);
        Tell(quantity + delta > 0 ? CartAction.QuantityChanged : CartAction.ItemRemoved, product.Id, delta);
    }

    internal void Empty()
    {
        _items.Clear();
        Tell(CartAction.Cleared, productId: null, delta: null);
    }

    private void Tell(CartAction action, string? productId, int? delta) => journal.Write(Topics.CartUpdated, new CartUpdated
    {
        EventId = journal.NextEventId(),
        OccurredAt = agenda.Told,
        CartId = _id,
        UserId = owner.UserId,
        SessionId = sessionId,
        Action = action,
        ProductId = productId,
        QuantityDelta = delta,
        Items = Lines,
        Currency = Market.Currency,
        Subtotal = Subtotal,
        DeviceType = owner.Device,
        DeviceId = owner.DeviceId,
    });
}
