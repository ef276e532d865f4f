namespace SmartKart.Backfill.Histories.OnlineRetail;

/// <summary>
/// What each line of an invoice becomes: the one table of rules, tried from the top. "Product" is any stock code that is not in
/// <see cref="Shipping"/> or <see cref="Charges"/>; "order" is <see cref="OnlineRetailInvoice.IsOrder"/>.
/// </summary>
public static class OnlineRetailRules
{
    private const string OrderPlaced = "order_placed";
    private const string InventoryUpdated = "inventory_updated";

    /// <summary>Not all of invoice, code, quantity, time and price can be read.</summary>
    public static RowOutcome Unreadable { get; } = new("unreadable", [],
        "invoice, stock code, quantity, time or price is missing or malformed");

    /// <summary>Bookkeeping on an <c>A</c> invoice.</summary>
    public static RowOutcome BadDebt { get; } = new("bad_debt_adjustment", [],
        "on an A invoice: bookkeeping, nothing was ordered or moved");

    /// <summary>A line of no units.</summary>
    public static RowOutcome NoQuantity { get; } = new("no_quantity", [],
        "the quantity is 0: nothing was ordered or moved");

    /// <summary>A price below 0.</summary>
    public static RowOutcome NegativePrice { get; } = new("negative_price", [],
        "the price is below 0, which no product costs");

    /// <summary>Postage on an order.</summary>
    public static RowOutcome ShippingPaid { get; } = new("shipping", [OrderPlaced],
        "postage or carriage on an order that has products: its shipping");

    /// <summary>Postage with nothing to post.</summary>
    public static RowOutcome ShippingAlone { get; } = new("shipping_without_products", [],
        "postage or carriage on an invoice without a product: no order");

    /// <summary>A fee, a discount, a manual correction.</summary>
    public static RowOutcome Charge { get; } = new("not_a_product", [],
        "a fee, discount, sample, commission or manual correction, or postage given back");

    /// <summary>Something bought.</summary>
    public static RowOutcome Sale { get; } = new("sale", [OrderPlaced, InventoryUpdated],
        "a product on an order, also at price 0: an order line, and stock sold");

    /// <summary>Something taken back.</summary>
    public static RowOutcome Return { get; } = new("return", [InventoryUpdated],
        "a product with a negative quantity on a C invoice: stock returned");

    /// <summary>Something found in stock.</summary>
    public static RowOutcome StockFound { get; } = new("stock_found", [InventoryUpdated],
        "more of a product on an invoice that is no order: stock adjusted");

    /// <summary>Something lost from stock.</summary>
    public static RowOutcome WriteOff { get; } = new("write_off", [InventoryUpdated],
        "less of a product on an invoice that is no order: stock written off");

    /// <summary>A sign that contradicts the invoice.</summary>
    public static RowOutcome WrongSign { get; } = new("wrong_sign", [],
        "a negative quantity on an order, or a positive one on a C invoice: cannot be told what happened");

    /// <summary>All of them, in the order in which they are tried.</summary>
    public static IReadOnlyList<RowOutcome> All { get; } =
    [
        Unreadable, BadDebt, NoQuantity, NegativePrice, Charge, ShippingPaid, ShippingAlone, WrongSign, Sale, Return, StockFound, WriteOff,
    ];

    private static readonly HashSet<string> Shipping = ["POST", "DOT", "C2"];
    private static readonly HashSet<string> Charges = ["M", "D", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK"];

    /// <summary>What each of an invoice's rows becomes, in their order.</summary>
    /// <param name="invoice">The whole invoice: what a row means depends on the others.</param>
    public static RowOutcome[] Apply(OnlineRetailInvoice invoice)
    {
        var outcomes = new RowOutcome[invoice.Rows.Count];
        for (var i = 0; i < outcomes.Length; i++) outcomes[i] = Of(invoice, invoice.Rows[i]);
        if (!outcomes.Contains(Sale)) outcomes.AsSpan().Replace(ShippingPaid, ShippingAlone);
        return outcomes;
    }

    private static RowOutcome Of(OnlineRetailInvoice invoice, in OnlineRetailRow row)
    {
        if (!row.IsReadable) return Unreadable;
        if (invoice.IsBadDebt) return BadDebt;
        if (row.Quantity == 0) return NoQuantity;
        if (row.UnitPrice < 0) return NegativePrice;
        if (Charges.Contains(row.StockCode)) return Charge;
        if (Shipping.Contains(row.StockCode)) return invoice.IsOrder && row.Quantity > 0 ? ShippingPaid : Charge;
        if (invoice.IsOrder) return row.Quantity > 0 ? Sale : WrongSign;
        if (invoice.IsCancellation) return row.Quantity < 0 ? Return : WrongSign;
        return row.Quantity > 0 ? StockFound : WriteOff;
    }
}
