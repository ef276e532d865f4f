using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Histories.Taobao;

/// <summary>What each row of Taobao's user behavior becomes: the one table of rules, tried from the top.</summary>
public static class TaobaoRules
{
    /// <summary>Nobody, nothing or never.</summary>
    public static RowOutcome Unreadable { get; } = new("unreadable", [], "visitor, product, behavior or time is missing or malformed");

    /// <summary>A behavior of another data set.</summary>
    public static RowOutcome UnknownBehavior { get; } = new("unknown_behavior", [], "the behavior is none of pv, fav, cart and buy");

    /// <summary><c>pv</c>.</summary>
    public static RowOutcome View { get; } = new("view", [Topics.Clickstream], "pv: the product's page was opened, a view");

    /// <summary><c>fav</c>.</summary>
    public static RowOutcome Favourite { get; } = new("favourite", [Topics.Clickstream], "fav: the product became a favourite, a like");

    /// <summary><c>cart</c>.</summary>
    public static RowOutcome Cart { get; } = new("cart", [Topics.CartUpdated], "cart: one more of the product in the visitor's cart; the source has no prices");

    /// <summary><c>buy</c>.</summary>
    public static RowOutcome Purchase { get; } = new("purchase", [Topics.OrderPlaced], "buy: an order of one of the product; the source has no prices");

    /// <summary>All of them, in the order in which they are tried.</summary>
    public static IReadOnlyList<RowOutcome> All { get; } = [Unreadable, View, Favourite, Cart, Purchase, UnknownBehavior];

    internal static RowOutcome Of(in TaobaoRow row)
    {
        if (row.UserId is null || row.ItemId is null || row.Behavior is null || row.At is null) return Unreadable;
        return row.Behavior switch
        {
            "pv" => View,
            "fav" => Favourite,
            "cart" => Cart,
            "buy" => Purchase,
            _ => UnknownBehavior,
        };
    }
}
