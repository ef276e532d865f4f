using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Carts;

/// <summary>
/// Changes of carts and orders, by user → the live carts, to be queried, and <c>cart_abandoned</c> for those left alone.
/// </summary>
/// <remarks>
/// <para>A cart is abandoned where for <see cref="CartsOptions.IdleAfter"/> after a change that left something in it there was no other change
/// of it and no order: an order with its <c>cart_id</c>, or one of its user that names no cart. Both ends count: what happens at the very end of that time
/// still saves the cart. After its order a cart is over, whatever comes. It is abandoned at most once, the first time, also where the
/// visitor comes back and leaves it again.</para>
/// <para>That is decided once all events up to then have been read: once the changes of the cart's partition and each partition of
/// <c>order_placed</c> have passed that time and the grace. So an order that arrives after a later change, because its topic was read more
/// slowly, still saves its cart; and the same events give the same abandonments, ids included, whatever crashed or was read faster. A
/// partition in which nothing happens goes by the wall clock, unless <see cref="TimingOptions.WallClock"/> is off: then carts wait until
/// every partition has passed.</para>
/// <para>A visitor who signs in gets another <c>user_id</c>: the cart goes on as another, and what they left as a visitor counts as
/// abandoned. Shops that carry carts over give them a new <c>cart_id</c> or clear the old one.</para>
/// </remarks>
public static class CartsTopology
{
    /// <summary>The store of live carts, a key-value store of <see cref="CartKey"/> and <see cref="LiveCart"/> with their times.</summary>
    public const string Store = "carts";

    /// <summary>What internal topics and processors are named for.</summary>
    private const string Orders = "carts-orders", Watch = "carts-watch";

    /// <param name="serdes">Read and write the events.</param>
    /// <param name="options">How carts are watched; null for the usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Topology Build(IEventSerdes serdes, CartsOptions? options = null)
    {
        options = (options ?? new CartsOptions()).Checked();
        var carts = serdes.SerdeOf<CartUpdated>(Topics.CartUpdated);
        var builder = new StreamBuilder();
        foreach (var store in CartWatch.StateStores(carts, options)) builder.AddStateStore(store);

        var orders = builder.Events<OrderPlaced>(serdes, Topics.OrderPlaced, order => order.OccurredAt)
            .MapValues(CartOrder.Of)
            .Process(
                () => new WatermarkSender<CartOrder>(Topics.OrderPlaced, order => order.UserId, options.OrderPartitions, options.Timing), $"{Orders}-sender")
            .Repartition(new Repartitioned<string, Watermarked<CartOrder>>
            {
                Name = Orders,
                KeySerde = Serdes.String(),
                ValueSerde = new WatermarkedSerde<CartOrder>(new CartOrderSerde()),
                Partitioner = Watermarked<CartOrder>.PartitionOf,
            });
        builder.Events<CartUpdated>(serdes, Topics.CartUpdated, cart => cart.OccurredAt)
            .MapValues(CartSignal.Of)
            .Merge(orders.MapValues(CartSignal.Of))
            .Process(() => new CartWatch(options), Watch, CartWatch.StoreNames)
            .To(Topics.CartAbandoned, Produced.With(Serdes.String(), serdes.SerdeOf<CartAbandoned>(Topics.CartAbandoned)));
        return builder.Build();
    }
}
