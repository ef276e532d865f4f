using System.Buffers;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Keys;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Carts;

/// <summary>What the watch over carts is told: that one changed, that one was ordered, or only how far the orders of a partition have been read.</summary>
/// <param name="Cart">The change; null where it is about an order.</param>
/// <param name="Order">The order, or how far orders have been read; null where it is about a change.</param>
internal sealed record CartSignal(CartUpdated? Cart, Watermarked<CartOrder>? Order)
{
    public static CartSignal Of(CartUpdated cart)
    {
        EventChecks.Present(cart, Topics.CartUpdated);
        EventChecks.Id(cart.UserId, Topics.CartUpdated, "user_id");
        EventChecks.Id(cart.CartId, Topics.CartUpdated, "cart_id");
        EventChecks.Lines(cart.Items, Topics.CartUpdated);
        return new CartSignal(cart, null);
    }

    public static CartSignal Of(Watermarked<CartOrder> order) => new(null, order);
}

/// <summary>What carts need to know of an order: all of it that travels.</summary>
/// <param name="UserId">Who ordered.</param>
/// <param name="CartId">The cart it was made from; empty where unknown.</param>
/// <param name="AtMicros">When, in microseconds since 1970, UTC.</param>
internal sealed record CartOrder(string UserId, string CartId, long AtMicros)
{
    public static CartOrder Of(OrderPlaced order)
    {
        EventChecks.Present(order, Topics.OrderPlaced);
        EventChecks.Id(order.UserId, Topics.OrderPlaced, "user_id");
        EventChecks.OptionalId(order.CartId, Topics.OrderPlaced, "cart_id");
        return new CartOrder(order.UserId, order.CartId ?? "", EventTime.Micros(order.OccurredAt));
    }
}

/// <summary>User, cart and time, as in keys.</summary>
internal sealed class CartOrderSerde : ISerde<CartOrder>
{
    public void Serialize(CartOrder value, IBufferWriter<byte> output)
    {
        KeyParts.Write(output, value.UserId);
        KeyParts.Write(output, value.CartId);
        KeyParts.Write(output, value.AtMicros);
    }

    public CartOrder Deserialize(ReadOnlySpan<byte> bytes) => new(KeyParts.ReadText(ref bytes), KeyParts.ReadText(ref bytes), KeyParts.ReadNumber(ref bytes));
}
