using SmartKart.Backfill.Histories;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Tests.Events;

namespace SmartKart.Topologies.Tests.History;

/// <summary>
/// A history, and two days after it a few events in every partition: with its own clock its time ends with its last events, and what still
/// waited then would wait for ever.
/// </summary>
internal sealed class ClosedHistory(IHistory history) : IHistory
{
    /// <summary>What the users of those events are called.</summary>
    public const string Closer = "closer-";

    // So many that every partition of every topic gets some: twelve are missed with a chance of 1 in 3 million, and the same ones every time.
    private const int Events = 200;

    public string Name => history.Name;

    public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation)
    {
        var last = DateTimeOffset.UnixEpoch;
        foreach (var each in history.Read(account, cancellation))
        {
            last = each.OccurredAt;
            yield return each;
        }
        last += TimeSpan.FromDays(2);
        for (var number = 0; number < Events; number++)
        {
            var name = $"{Closer}{number}";
            yield return new HistoryEvent<Schemas.Events.Clickstream>(Topics.Clickstream, last, Shop.Click(name, last));
            yield return new HistoryEvent<Schemas.Events.CartUpdated>(Topics.CartUpdated, last, Shop.Cart(name, "empty", last));
            yield return new HistoryEvent<Schemas.Events.OrderPlaced>(Topics.OrderPlaced, last, Shop.Order(name, name, last, total: 0));
            yield return new HistoryEvent<Schemas.Events.PaymentProcessed>(
                Topics.PaymentProcessed, last, Shop.Payment(name, name, name, last, Schemas.Events.PaymentStatus.Declined));
        }
    }
}

/// <summary>A history's events, kept.</summary>
internal sealed class HistoryEvents : IEventSink
{
    private readonly List<object> _all = [];

    public static HistoryEvents Of(IHistory history, CancellationToken stop)
    {
        var events = new HistoryEvents();
        foreach (var each in history.Read(new RowAccount(), stop)) each.DeliverTo(events);
        return events;
    }

    public IEnumerable<T> Of<T>() => _all.OfType<T>();

    public void Take<TEvent>(HistoryEvent<TEvent> historyEvent) where TEvent : class, IAvroRecord<TEvent> => _all.Add(historyEvent.Value);
}
