using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Sessions;

/// <summary>What visitors do, put into carts and order, by user → <c>session_closed</c>, once for each visit.</summary>
/// <remarks>
/// <para>A visit is the events of one user under one <c>session_id</c>, as long as none is further than <see cref="SessionsOptions.Gap"/>
/// from the one before it, and the whole no longer than <see cref="SessionsOptions.MaxLength"/>. A number that comes again after the gap
/// is another visit, with the same number and another beginning. Events without a number are visits of their own, found by their gaps
/// alone.</para>
/// <para>A visit closes once all events up to the end of its gap have been read: once the clickstream and the carts of its partition and each
/// partition of <c>order_placed</c> have passed it, and the grace. Events out of order within the grace, and repeated ones, change
/// nothing; the same events give the same visits, ids included, whatever crashed or was read faster. What is later than the grace is in no visit.
/// A partition in which nothing happens goes by the wall clock, unless <see cref="TimingOptions.WallClock"/> is off.</para>
/// <para>The outcome is the furthest it got: <c>ordered</c>; <c>carted</c>, something was put into the cart; <c>bounced</c>, at most one step;
/// <c>searched</c>, every step a search; else <c>browsed</c>. A recommendation led to what carries its id: a view or a click of
/// a product, its way into the cart, a line of an order.</para>
/// </remarks>
public static class SessionsTopology
{
    private const string Orders = "sessions-orders", Watch = "sessions-watch";

    /// <param name="serdes">Read and write the events.</param>
    /// <param name="options">How visits are told apart; null for the usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Topology Build(IEventSerdes serdes, SessionsOptions? options = null)
    {
        options = (options ?? new SessionsOptions()).Checked();
        var builder = new StreamBuilder();
        foreach (var store in VisitWatch.StateStores()) builder.AddStateStore(store);

        var orders = builder.Events<OrderPlaced>(serdes, Topics.OrderPlaced, order => order.OccurredAt)
            .MapValues(PlacedEvent.Of)
            .Process(
                () => new WatermarkSender<PlacedEvent>(Topics.OrderPlaced, order => order.Place.UserId, options.OrderPartitions, options.Timing),
                $"{Orders}-sender")
            .Repartition(new Repartitioned<string, Watermarked<PlacedEvent>>
            {
                Name = Orders,
                KeySerde = Serdes.String(),
                ValueSerde = new WatermarkedSerde<PlacedEvent>(Serdes.Utf8Json<PlacedEvent>(VisitJson.Options)),
                Partitioner = Watermarked<PlacedEvent>.PartitionOf,
            })
            .MapValues(VisitSignal.Of);
        var carts = builder.Events<CartUpdated>(serdes, Topics.CartUpdated, cart => cart.OccurredAt)
            .MapValues(VisitSignal.Of);
        builder.Events<Clickstream>(serdes, Topics.Clickstream, click => click.OccurredAt)
            .MapValues(VisitSignal.Of)
            .Merge(carts)
            .Merge(orders)
            .Process(() => new VisitWatch(options), Watch, VisitWatch.StoreNames)
            .To(Topics.SessionClosed, Produced.With(Serdes.String(), serdes.SerdeOf<SessionClosed>(Topics.SessionClosed)));
        return builder.Build();
    }
}
