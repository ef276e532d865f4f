using System.Collections.Immutable;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation;

/// <summary>A cart: one line for each product, told whole after each change.</summary>
internal sealed class Basket(string id, Shopper shopper, Agenda agenda, Journal journal)
{
    internal const string Currency = "GBP";
    private readonly List<(Product Product, int Quantity, string? RecommendationId)> _items = [];

    internal string Id => id;

    internal bool IsEmpty => _items.Count == 0;

    internal IEnumerable<(Product Product, int Quantity)> Items => _items.Select(item => (item.Product, item.Quantity));

    internal decimal Subtotal => _items.Sum(item => item.Quantity * item.Product.Price);

    internal ImmutableArray<LineItem> Lines =>
    [
        .. _items.Select(item => new LineItem
        {
            ProductId = item.Product.Id,
            Quantity = item.Quantity,
            UnitPrice = item.Product.Price,
            MerchantId = item.Product.MerchantId,
            CategoryId = item.Product.CategoryId,
            RecommendationId = item.RecommendationId,
        }),
    ];

    internal void Add(Product product, int quantity, string sessionId, string? recommendationId)
    {
        var place = _items.FindIndex(item => item.Product == product);
        if (place < 0) _items.Add((product, quantity, recommendationId));
        else _items[place] = _items[place] with { Quantity = _items[place].Quantity + quantity };
        journal.Write("cart_updated", agenda.Now, new CartUpdated
        {
            EventId = journal.NextEventId(),
            OccurredAt = agenda.Now,
            CartId = id,
            UserId = shopper.UserId,
            SessionId = sessionId,
            Action = place < 0 ? CartAction.ItemAdded : CartAction.QuantityChanged,
            ProductId = product.Id,
            QuantityDelta = quantity,
            Items = Lines,
            Currency = Currency,
            Subtotal = Subtotal,
            DeviceType = shopper.Device,
            DeviceId = shopper.DeviceId,
        });
    }
}
