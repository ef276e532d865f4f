using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Replay;

/// <summary>Reads from any event of a topic what every topic's events have: their key and their time. Found by name once, called per event.</summary>
/// <typeparam name="TEvent">The generated record.</typeparam>
internal sealed class EventFields<TEvent> where TEvent : class, IAvroRecord<TEvent>
{
    private const string OccurredAtField = "occurred_at";

    /// <param name="topic">The topic whose key is read.</param>
    /// <exception cref="ReplayException">The record lacks one of the fields.</exception>
    public EventFields(Topic topic)
    {
        Key = Getter<string>(topic, topic.Key);
        OccurredAt = Getter<DateTimeOffset>(topic, OccurredAtField);
    }

    /// <summary>The text that is the record's key.</summary>
    public Func<TEvent, string> Key { get; }

    /// <summary>The event's own time.</summary>
    public Func<TEvent, DateTimeOffset> OccurredAt { get; }

    private static Func<TEvent, T> Getter<T>(Topic topic, string field) =>
        typeof(TEvent).GetProperty(PropertyName(field), typeof(T))?.GetMethod is { } getter
            ? getter.CreateDelegate<Func<TEvent, T>>()
            : throw ReplayException.NoField(topic, typeof(TEvent), field);

    // As the generator names properties: user_id is UserId.
    private static string PropertyName(string field) =>
        string.Concat(field.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
