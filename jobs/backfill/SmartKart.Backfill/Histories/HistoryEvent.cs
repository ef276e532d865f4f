using SmartKart.Schemas;

namespace SmartKart.Backfill.Histories;

/// <summary>An event of any kind, on its way from a history to a sink.</summary>
/// <param name="Topic">The topic it belongs to.</param>
/// <param name="OccurredAt">Its own time, as in the event.</param>
public abstract record HistoryEvent(string Topic, DateTimeOffset OccurredAt)
{
    /// <summary>Hands the event over with its type.</summary>
    public abstract void DeliverTo(IEventSink sink);
}

/// <summary>An event of a known kind.</summary>
/// <typeparam name="TEvent">The generated record.</typeparam>
/// <param name="Topic">The topic it belongs to.</param>
/// <param name="OccurredAt">Its own time, as in the event.</param>
/// <param name="Value">The event.</param>
public sealed record HistoryEvent<TEvent>(string Topic, DateTimeOffset OccurredAt, TEvent Value) : HistoryEvent(Topic, OccurredAt)
    where TEvent : class, IAvroRecord<TEvent>
{
    /// <inheritdoc/>
    public override void DeliverTo(IEventSink sink) => sink.Take(this);
}

/// <summary>Where the events of a history go: Kafka, a codec's examination, a bulk load.</summary>
public interface IEventSink
{
    /// <summary>Takes one event. Called by one thread, in time order.</summary>
    void Take<TEvent>(HistoryEvent<TEvent> historyEvent) where TEvent : class, IAvroRecord<TEvent>;
}
