using SmartKart.Schemas;
using SmartKart.Streams;

namespace SmartKart.Topologies.Events;

/// <summary>Events' own times. A topology goes by them, never by when a record was sent.</summary>
internal static class EventTime
{
    private const long EpochTicks = 621_355_968_000_000_000; // 1970-01-01
    private const long MicrosPerMs = 1000;

    /// <summary>Reads a topic of events, each record at its event's time.</summary>
    /// <param name="builder">What the topology is written with.</param>
    /// <param name="serdes">Read the events.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="occurredAt">The event's time.</param>
    public static IKStream<string, T> Events<T>(this StreamBuilder builder, IEventSerdes serdes, string topic, Func<T, DateTimeOffset> occurredAt)
        where T : class, IAvroRecord<T> => builder.Events(topic, serdes.SerdeOf<T>(topic), occurredAt);

    /// <summary>The same, read by a serde of the caller's.</summary>
    public static IKStream<string, T> Events<T>(this StreamBuilder builder, string topic, ISerde<T> serde, Func<T, DateTimeOffset> occurredAt)
        where T : class, IAvroRecord<T> => builder.Stream(topic, new Consumed<string, T>
    {
        KeySerde = Serdes.String(),
        ValueSerde = serde,
        TimestampExtractor = (in record, _) => record.IsTombstone ? record.TimestampMs : Checked(topic, occurredAt(record.Value), record.TimestampMs),
    });

    // An event ahead of its record would take the time of its partition ahead with it, so it is refused before.
    private static long Checked(string topic, DateTimeOffset at, long loggedAtMs)
    {
        EventRules.CheckTime(topic, Micros(at), loggedAtMs);
        return at.ToUnixTimeMilliseconds();
    }

    /// <summary>Microseconds since 1970, UTC: what events tell time in.</summary>
    public static long Micros(DateTimeOffset time) => (time.UtcTicks - EpochTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The same of a span.</summary>
    public static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The millisecond in which a microsecond lies: floor, before 1970 too.</summary>
    public static long Ms(long micros) => Math.DivRem(micros, MicrosPerMs) switch
    {
        (var ms, < 0) => ms - 1,
        (var ms, _) => ms,
    };

    /// <summary>The instant of a microsecond.</summary>
    public static DateTimeOffset Instant(long micros) => new(EpochTicks + micros * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
