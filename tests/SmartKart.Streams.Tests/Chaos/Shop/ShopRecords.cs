namespace SmartKart.Streams.Tests.Chaos.Shop;

/// <summary>Somebody orders. The key is the user.</summary>
/// <param name="Number">Counts all orders, from 0, in the order they are produced.</param>
/// <param name="Product">What.</param>
/// <param name="Amount">For how much.</param>
internal readonly record struct Order(long Number, long Product, long Amount);

/// <summary>Somebody pays. The key is the user.</summary>
internal readonly record struct Payment(long Number, long Amount);

/// <summary>A user's account, as a table's row. The key is the user.</summary>
internal readonly record struct Account(long Version);

/// <summary>An order and a payment of the same user that are close in time.</summary>
internal readonly record struct Match(long Order, long Payment);

/// <summary>An order with the account as it was looked up.</summary>
internal readonly record struct Enriched(long Order, long AccountVersion);

/// <summary>Orders of a product, all or of one window.</summary>
internal readonly record struct Total(long Count, long Sum)
{
    public Total With(Order order) => new(Count + 1, Sum + order.Amount);
}

/// <summary>A product and the start of a window, ms since 1970.</summary>
internal readonly record struct ProductWindow(long Product, long StartMs);
