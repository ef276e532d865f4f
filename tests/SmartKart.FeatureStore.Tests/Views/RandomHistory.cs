using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Tests.Views;

/// <summary>An instant among an event's values.</summary>
/// <param name="Microseconds">Since 1970 UTC.</param>
internal readonly record struct Instant(long Microseconds);

/// <summary>
/// Random events of one topic, as its contract has them and in no order of time. Values come from small pools, so that keys meet and instants
/// tie; many instants stand on the edges of windows' hops. A record is a dictionary, a list a <c>List&lt;object?&gt;</c>, all else a bool,
/// long, double, decimal, string or <see cref="Instant"/>. Fields of types that expressions cannot read are left out.
/// </summary>
internal sealed class RandomHistory
{
    private const long Minute = 60_000_000;
    private const long Day = 1_440 * Minute;
    private static readonly long[] Edges = [Minute, 15 * Minute, 60 * Minute, 360 * Minute, Day];
    private static readonly string[] Oddities = ["", "it's", "ß€𝄞", string.Concat(Enumerable.Repeat("𝄞x", 200)), "NULL", "a\\b"];

    private readonly Random _random;
    private readonly long _end;
    private readonly bool _hasNaN;

    /// <param name="random">Seeded.</param>
    /// <param name="topic">One of those with a contract.</param>
    /// <param name="count">How many events.</param>
    /// <param name="end">Near the last of them, in microseconds.</param>
    /// <param name="hasNaN">Whether some Doubles are NaN or infinite.</param>
    public RandomHistory(Random random, Topic topic, int count, long end, bool hasNaN = false)
    {
        (_random, Topic, _end, _hasNaN) = (random, topic, end, hasNaN);
        Schema = EventSchemas.Shipped.Of(topic);
        Events = [.. Enumerable.Range(0, count).Select(_ => Record(Schema))];
    }

    private RandomHistory(RandomHistory other, IReadOnlyList<IReadOnlyDictionary<string, object?>> events) =>
        (_random, Topic, _end, _hasNaN, Schema, Events) = (other._random, other.Topic, other._end, other._hasNaN, other.Schema, events);

    public Topic Topic { get; }

    public RecordSchema Schema { get; }

    public IReadOnlyList<IReadOnlyDictionary<string, object?>> Events { get; }

    /// <summary>An instant of the history: minutes to months before its end, often on an edge, sometimes exactly another's.</summary>
    public static long Time(Random random, long end)
    {
        var time = end - (long)Math.Pow(10, 7 + (6 * random.NextDouble()));
        if (random.Next(3) > 0) return time;
        var edge = Edges[random.Next(Edges.Length)];
        return (long)Math.Floor((decimal)time / edge) * edge;
    }

    /// <summary>The same history, and each of its events once more at each of some instants.</summary>
    public RandomHistory AndAgain(params long[] times) => new(this,
    [
        .. Events,
        .. times.SelectMany(time => Events.Select(e => new Dictionary<string, object?>(e, StringComparer.Ordinal) { ["occurred_at"] = new Instant(time) })),
    ]);

    /// <summary>The events as rows of a source: one each, or one for each element of its list.</summary>
    public IEnumerable<Scalar[]> Rows(EventSource source)
    {
        foreach (var record in Events)
        {
            if (source.Each is not { } each)
            {
                yield return Row(source, record, element: null);
                continue;
            }
            foreach (var element in Find(record, each) as List<object?> ?? []) yield return Row(source, record, element);
        }
    }

    private static Scalar[] Row(EventSource source, IReadOnlyDictionary<string, object?> record, object? element)
    {
        var each = source.Each;
        return
        [
            .. source.Row.Fields.Select(field =>
                field.Name == each ? ScalarOf(element)
                : each is not null && field.Name.StartsWith(each + ".", StringComparison.Ordinal) ? ScalarOf(Find(element, field.Name[(each.Length + 1)..]))
                : ScalarOf(Find(record, field.Name))),
        ];
    }

    private static object? Find(object? record, string path) =>
        path.Split('.').Aggregate(record, (value, name) => (value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(name));

    private static Scalar ScalarOf(object? value) => value switch
    {
        null => Scalar.Null,
        bool condition => Scalar.From(condition),
        long whole => Scalar.From(whole),
        double number => Scalar.From(number),
        decimal money => Scalar.From((double)money),
        string text => Scalar.From(text),
        Instant instant => Scalar.FromTimestamp(instant.Microseconds),
        _ => throw new ArgumentException($"no scalar of {value.GetType()}"),
    };

    private Dictionary<string, object?> Record(RecordSchema schema) => schema.Fields
        .Where(field => ColumnType.Of(field.Schema) is not null)
        .ToDictionary(field => field.Name, field => Value(field.Schema, field.Name), StringComparer.Ordinal);

    private object? Value(AvroSchema schema, string name) => schema switch
    {
        UnionSchema union => _random.Next(6) == 0 ? null : Value(union.Branches[1 - union.NullIndex], name),
        RecordSchema record => Record(record),
        ArraySchema array => Enumerable.Range(0, _random.Next(4)).Select(_ => Value(array.Items, name)).ToList(),
        EnumSchema symbols => symbols.Symbols[_random.Next(symbols.Symbols.Count)],
        _ => schema.Logical?.Kind switch
        {
            LogicalKind.Decimal => Math.Round((decimal)Real() * (_random.Next(5) == 0 ? -1 : 1), Math.Min(schema.Logical.Scale, _random.Next(5))),
            LogicalKind.TimestampMicros => new Instant(Time(_random, _end)),
            LogicalKind.TimestampMillis => new Instant((long)Math.Floor(Time(_random, _end) / 1000m) * 1000),
            _ => schema.Type switch
            {
                AvroType.Boolean => _random.Next(2) == 0,
                AvroType.Int => (long)_random.Next(-5, 30),
                AvroType.Long => _random.Next(-5, 30) * (_random.Next(20) == 0 ? 1L << 40 : 1),
                AvroType.Double => _hasNaN && _random.Next(12) == 0 ? Odd() : Real() - 50,
                AvroType.Float => (double)(float)Real(),
                _ => _random.Next(25) == 0 ? Oddities[_random.Next(Oddities.Length)] : $"{name[0]}{_random.Next(4)}",
            },
        },
    };

    private double Real() => _random.Next(3) == 0 ? _random.Next(20) : _random.NextDouble() * Math.Pow(10, _random.Next(5));

    private double Odd() => _random.Next(4) switch { 0 => double.PositiveInfinity, 1 => double.NegativeInfinity, 2 => -0.0, _ => double.NaN };
}
