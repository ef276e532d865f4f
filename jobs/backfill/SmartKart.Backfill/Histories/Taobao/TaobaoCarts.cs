using System.Collections.Immutable;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Histories.Taobao;

/// <summary>
/// What is in each visitor's cart, from what the rows say: a product is put in, and an order of a product that is in it is made from it, which ends that
/// cart; what else was in it moves to the visitor's next one. An order of anything else leaves the cart alone. Memory grows with the carts.
/// </summary>
internal sealed class TaobaoCarts
{
    private readonly Dictionary<string, Cart> _carts = [];

    /// <summary>Puts one more of a product into a visitor's cart.</summary>
    /// <returns>The cart, and whether the product was in it already.</returns>
    public (string CartId, ImmutableArray<LineItem> Items, bool WasIn) Add(string user, string product, string? category)
    {
        if (!_carts.TryGetValue(user, out var cart)) _carts[user] = cart = new Cart();
        var at = Find(cart.Items, product);
        cart.Items = at < 0
            ? cart.Items.Add(new LineItem { ProductId = product, Quantity = 1, UnitPrice = 0, CategoryId = category })
            : cart.Items.SetItem(at, cart.Items[at] with { Quantity = cart.Items[at].Quantity + 1 });
        return (IdOf(user, cart), cart.Items, at >= 0);
    }

    /// <summary>Orders a product.</summary>
    /// <returns>The cart that it was in, which thereby ends; null where it was in none.</returns>
    public string? Order(string user, string product)
    {
        if (!_carts.TryGetValue(user, out var cart) || Find(cart.Items, product) is var at && at < 0) return null;
        var id = IdOf(user, cart);
        cart.Items = cart.Items.RemoveAt(at);
        cart.Number++;
        return id;
    }

    private static string IdOf(string user, Cart cart) => $"{user}-{cart.Number}";

    private static int Find(ImmutableArray<LineItem> items, string product)
    {
        for (var i = 0; i < items.Length; i++)
            if (items[i].ProductId == product) return i;
        return -1;
    }

    private sealed class Cart
    {
        public int Number { get; set; } = 1;

        public ImmutableArray<LineItem> Items { get; set; } = [];
    }
}
