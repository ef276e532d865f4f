using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Tests.Events;

/// <summary>Random values of any contract, from a seed: one leaf in four is an edge of its type, and one union in three is null.</summary>
internal sealed class RandomEvents(int seed)
{
    private static readonly string[] Texts =
        ["", "\0", "a", "Grüße", "日本語", "🛒", "twelve bytes", "thirteen byte", new('x', 64), new('x', 65), new('é', 32), new('y', 600)];

    private static readonly double[] Doubles = [0.0, -0.0, double.NaN, double.PositiveInfinity, double.MinValue, double.Epsilon, 0.1];

    private static readonly long[] Micros = [0, -1, -62_135_596_800_000_000, 253_402_300_799_999_999, 1_767_225_600_000_000];

    private readonly Random _random = new(seed);

    public byte[] Bytes(RecordSchema contract) => GenericWriter.Encode(contract, Record(contract));

    public GenericRecord Record(RecordSchema contract)
    {
        var record = new GenericRecord(contract);
        foreach (var field in contract.Fields) record[field.Index] = Of(field.Schema);
        return record;
    }

    private object? Of(AvroSchema schema) => schema switch
    {
        RecordSchema record => Record(record),
        UnionSchema union => _random.Next(3) == 0 && union.NullIndex >= 0 ? null : Of(union.Branches[union.Branches.Count - 1 - Math.Max(0, union.NullIndex)]),
        ArraySchema array => Enumerable.Range(0, Count()).Select(_ => Of(array.Items)).ToArray(),
        MapSchema map => Enumerable.Range(0, Count()).Select(_ => Text()).Distinct().ToDictionary(key => key, _ => Of(map.Values)),
        EnumSchema symbols => new GenericEnum(symbols, symbols.Symbols[_random.Next(symbols.Symbols.Count)]),
        FixedSchema it when it.Logical is null => new GenericFixed(it, Blob(it.Size)),
        _ => schema.Logical?.Kind switch
        {
            LogicalKind.Decimal => Decimal(schema.Logical),
            LogicalKind.Uuid => new Guid(Blob(16)),
            LogicalKind.Date => DateOnly.FromDayNumber(_random.Next(DateOnly.MaxValue.DayNumber)),
            LogicalKind.TimestampMicros => Instant(),
            null => Leaf(schema.Type),
            var other => throw new NotSupportedException($"No contract has a {other}; generate it here once one has."),
        },
    };

    private object? Leaf(AvroType type) => type switch
    {
        AvroType.Null => null,
        AvroType.Boolean => _random.Next(2) == 0,
        AvroType.Int => _random.Next(4) == 0 ? int.MinValue : _random.Next(-1000, 1000),
        AvroType.Long => _random.Next(4) == 0 ? long.MaxValue : _random.NextInt64(),
        AvroType.Float => _random.NextSingle(),
        AvroType.Double => _random.Next(4) == 0 ? Doubles[_random.Next(Doubles.Length)] : _random.NextDouble() * 1e6,
        AvroType.Bytes => Blob(_random.Next(20)),
        _ => Text(),
    };

    // Now and then more than a vector of elements to a thousand events.
    private int Count() => _random.Next(10) == 0 ? 70 : _random.Next(4);

    private string Text() => _random.Next(4) == 0 ? Texts[_random.Next(Texts.Length)] : $"id-{_random.Next(5_000)}";

    private decimal Decimal(LogicalType type)
    {
        var most = (long)Math.Pow(10, type.Precision) - 1;
        var unscaled = _random.Next(4) switch { 0 => most, 1 => -most + _random.Next(100), _ => _random.NextInt64(-1_000_000, 100_000_000) };
        return new decimal((int)Math.Abs(unscaled), (int)(Math.Abs(unscaled) >> 32), 0, unscaled < 0, (byte)type.Scale);
    }

    private DateTimeOffset Instant() => DateTimeOffset.UnixEpoch.AddTicks(
        10 * (_random.Next(8) == 0 ? Micros[_random.Next(Micros.Length)] : 1_767_225_600_000_000 + _random.NextInt64(3 * 86_400_000_000)));

    private byte[] Blob(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
