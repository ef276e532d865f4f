namespace SmartKart.Topologies.Sales;

/// <summary>What sales are counted by.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Country">ISO 3166-1 alpha-2 code of the country it ships to; <c>ZZ</c> where that is unknown.</param>
/// <param name="Currency">ISO 4217 code of the revenue's currency.</param>
public sealed record SaleKey(string ProductId, string Country, string Currency);

/// <summary>Sales of one product: of an order, or of all orders of an hour.</summary>
/// <param name="Orders">Orders that hold the product.</param>
/// <param name="Units">Units ordered.</param>
/// <param name="Revenue">Quantity × price less the lines' discounts, in the key's currency. Discounts on the order as a whole are not spread over its lines.</param>
public sealed record Sale(long Orders, long Units, decimal Revenue)
{
    /// <summary>Both together.</summary>
    public static Sale operator +(Sale left, Sale right) => new(left.Orders + right.Orders, left.Units + right.Units, left.Revenue + right.Revenue);

    /// <inheritdoc cref="op_Addition"/>
    public Sale Add(Sale other) => this + other;
}
