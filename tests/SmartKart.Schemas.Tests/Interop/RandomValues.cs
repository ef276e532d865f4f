using System.Numerics;
using System.Text;

namespace SmartKart.Schemas.Tests.Interop;

/// <summary>
/// Random generic values of any schema, from a seed. One leaf in four is an edge of its type: the least, the most, zero, NaN,
/// the empty, the lengths where a count takes a byte more, text outside ASCII and outside the first plane.
/// </summary>
/// <param name="seed">The same seed gives the same values.</param>
/// <param name="anyNaN">Whether a NaN may have any bits; else it is 0x7FF8…, the one that JavaScript and Python keep.</param>
internal sealed class RandomValues(int seed, bool anyNaN = true)
{
    private const int MaxRecordsDeep = 24;

    private static readonly long EpochTicks = DateTime.UnixEpoch.Ticks;
    private static readonly string[] Texts =
        ["", "\0", "a", "Grüße", "日本語", "🛒", "a\u0301 \ufeff\uffff", "\U0010FFFF\ud7ff\ue000", new('x', 63), new('x', 64), new('é', 32), new('é', 63), new('€', 64), new('y', 8191), new('z', 8192)];

    private readonly Random _random = new(seed);

    /// <summary>A value of a record.</summary>
    public GenericRecord Record(RecordSchema schema) => Record(schema, 0);

    /// <summary>A value of a schema.</summary>
    public object? Of(AvroSchema schema) => Of(schema, 0);

    private object? Of(AvroSchema schema, int depth) => schema switch
    {
        RecordSchema record => Record(record, depth),
        UnionSchema union => Of(Branch(union, depth), depth),
        ArraySchema array => Enumerable.Range(0, Count(depth)).Select(_ => Of(array.Items, depth + 1)).ToArray(),
        MapSchema map => Enumerable.Range(0, Count(depth)).Select(_ => Text()).Distinct().ToDictionary(key => key, _ => Of(map.Values, depth + 1)),
        EnumSchema symbols => new GenericEnum(symbols, symbols.Symbols[_random.Next(symbols.Symbols.Count)]),
        { Logical: { } logical } => Logical(logical),
        FixedSchema f => new GenericFixed(f, Bytes(f.Size)),
        _ => Primitive(schema.Type),
    };

    private GenericRecord Record(RecordSchema schema, int depth)
    {
        var record = new GenericRecord(schema);
        foreach (var field in schema.Fields) record[field.Index] = Of(field.Schema, depth + 1);
        return record;
    }

    // Beyond the bound, whatever can end does: null, else a branch that holds no others.
    private AvroSchema Branch(UnionSchema union, int depth) => depth < MaxRecordsDeep
        ? union.Branches[_random.Next(union.Branches.Count)]
        : union.Branches.MinBy(branch => branch.Type is AvroType.Record or AvroType.Array or AvroType.Map ? 1 : 0)!;     // a union of none is in no schema here

    // Fewer, the deeper; at times enough that the count takes two bytes.
    private int Count(int depth) => depth >= MaxRecordsDeep ? 0 : depth == 1 && Once(12) ? _random.Next(60, 70) : _random.Next(depth < 4 ? 4 : 2);

    private object? Primitive(AvroType type) => type switch
    {
        AvroType.Null => null,
        AvroType.Boolean => Once(2),
        AvroType.Int => (int)Whole(32),
        AvroType.Long => Whole(64),
        AvroType.Float => Single(),
        AvroType.Double => Double(),
        AvroType.Bytes => Bytes(Once(4) ? _random.Next(2) * 64 : _random.Next(20)),
        _ => Text(),
    };

    private object Logical(LogicalType logical) => logical.Kind switch
    {
        LogicalKind.Decimal => Decimal(logical),
        LogicalKind.Uuid => Once(8) ? Guid.Empty : new Guid(Bytes(16)),
        LogicalKind.Date => Once(4) ? Pick(DateOnly.MinValue, DateOnly.MaxValue, new DateOnly(1970, 1, 1)) : DateOnly.FromDayNumber(_random.Next(DateOnly.MaxValue.DayNumber + 1)),
        LogicalKind.TimeMillis => new TimeOnly(Within(0, TimeOnly.MaxValue.Ticks, TimeSpan.TicksPerMillisecond)),
        LogicalKind.TimeMicros => new TimeOnly(Within(0, TimeOnly.MaxValue.Ticks, TimeSpan.TicksPerMicrosecond)),
        LogicalKind.TimestampMillis => new DateTimeOffset(Instant(TimeSpan.TicksPerMillisecond), TimeSpan.Zero),
        LogicalKind.TimestampMicros => new DateTimeOffset(Instant(TimeSpan.TicksPerMicrosecond), TimeSpan.Zero),
        LogicalKind.LocalTimestampMillis => new DateTime(Instant(TimeSpan.TicksPerMillisecond), DateTimeKind.Unspecified),
        LogicalKind.LocalTimestampMicros => new DateTime(Instant(TimeSpan.TicksPerMicrosecond), DateTimeKind.Unspecified),
        _ => new AvroDuration(Unsigned(), Unsigned(), Unsigned()),
    };

    private object Decimal(LogicalType logical)
    {
        var most = BigInteger.Pow(10, logical.Precision) - 1;
        var unscaled = Once(4)
            ? Pick(most, -most, 0, 1, -1, 127, -128, 128, -129)
            : new BigInteger(Bytes(_random.Next(1, most.GetByteCount() + 1)));
        unscaled = BigInteger.Remainder(unscaled, most + 1);
        var number = new AvroDecimal(unscaled, logical.Scale);
        return logical.Precision > Decimals.MaxPrecision ? number : decimal.Parse(number.ToString(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private long Instant(long ticksPerUnit) => Once(8) ? EpochTicks - ticksPerUnit : Within(0, DateTime.MaxValue.Ticks, ticksPerUnit);

    private long Within(long least, long most, long unit) => (Once(6) ? Pick(least, most) : _random.NextInt64(least, most + 1)) / unit * unit;

    // Of any length in bits, so that every length of a varint comes up.
    private long Whole(int bits) => Once(4)
        ? Pick(0, 1, -1, 63, -64, 64, -65, bits == 32 ? int.MaxValue : long.MaxValue, bits == 32 ? int.MinValue : long.MinValue)
        : (_random.NextInt64() - _random.NextInt64()) >> (64 - _random.Next(1, bits + 1));

    private float Single()
    {
        if (!Once(4)) return BitConverter.Int32BitsToSingle((int)Whole(32)) is var any && float.IsNaN(any) && !anyNaN ? 0.1f : any;
        return Pick(0f, -0f, float.MinValue, float.MaxValue, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity, BitConverter.UInt32BitsToSingle(0x7FC00000));
    }

    private double Double()
    {
        if (!Once(4)) return BitConverter.Int64BitsToDouble(Whole(64)) is var any && double.IsNaN(any) && !anyNaN ? 0.1 : any;
        return Pick(0d, -0d, double.MinValue, double.MaxValue, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, BitConverter.UInt64BitsToDouble(0x7FF8000000000000));
    }

    private string Text()
    {
        if (Once(4)) return Texts[Once(8) ? _random.Next(Texts.Length) : _random.Next(8)];
        var text = new StringBuilder();
        for (var left = _random.Next(16); left > 0; left--)
        {
            var rune = Once(5) ? _random.Next(0x110000) : _random.Next(' ', '~');
            if (Rune.IsValid(rune)) text.Append(new Rune(rune));
        }
        return text.ToString();
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private uint Unsigned() => Once(4) ? Pick(0u, 1u, uint.MaxValue) : (uint)_random.NextInt64(uint.MaxValue);

    private bool Once(int inTimes) => _random.Next(inTimes) == 0;

    private T Pick<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];
}
