using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace SmartKart.Schemas;

/// <summary>Values of JSON that hold no others, as Avro's types and what its logical types mean.</summary>
internal static class GenericJsonLeaf
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    public static object? Read(AvroSchema schema, JsonElement json, string path) => (schema.Type, json.ValueKind) switch
    {
        (AvroType.Null, JsonValueKind.Null) => null,
        (AvroType.Boolean, JsonValueKind.True or JsonValueKind.False) => json.GetBoolean(),
        (AvroType.Int, JsonValueKind.Number) when json.TryGetInt32(out var it) => it,
        (AvroType.Long, JsonValueKind.Number) when json.TryGetInt64(out var it) => it,
        (AvroType.Float, _) when TryDouble(json, out var it) && (float.IsFinite((float)it) || !double.IsFinite(it)) => (float)it,
        (AvroType.Double, _) when TryDouble(json, out var it) => it,
        (AvroType.String, JsonValueKind.String) => json.GetString(),
        (AvroType.Bytes, JsonValueKind.String) when json.TryGetBytesFromBase64(out var it) => it,
        (AvroType.Fixed, JsonValueKind.String) when json.TryGetBytesFromBase64(out var it) && it.Length == ((FixedSchema)schema).Size =>
            new GenericFixed((FixedSchema)schema, it),
        (AvroType.Fixed, _) => throw Wrong(json, $"base64 of {((FixedSchema)schema).Size} bytes", path),
        (AvroType.Bytes, _) => throw Wrong(json, "base64", path),
        (AvroType.Int, _) => throw Wrong(json, "a whole number of 32 bits", path),
        (AvroType.Long, _) => throw Wrong(json, "a whole number of 64 bits", path),
        _ => throw Wrong(json, $"a {schema.FullName}", path),
    };

    public static object Logical(AvroSchema schema, LogicalType logical, JsonElement json, string path)
    {
        var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : null;
        var number = json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var whole) ? whole : (long?)null;
        object? value = logical.Kind switch
        {
            LogicalKind.Decimal => Number(logical, text ?? (json.ValueKind == JsonValueKind.Number ? json.GetRawText() : "")),
            LogicalKind.Uuid => Guid.TryParseExact(text, "D", out var it) ? it : null,
            LogicalKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var it) ? it : Day(number),
            LogicalKind.TimeMillis => TimeOfDay(text, number, TimeSpan.TicksPerMillisecond),
            LogicalKind.TimeMicros => TimeOfDay(text, number, TimeSpan.TicksPerMicrosecond),
            LogicalKind.TimestampMillis => Instant(text, number, TimeSpan.TicksPerMillisecond),
            LogicalKind.TimestampMicros => Instant(text, number, TimeSpan.TicksPerMicrosecond),
            LogicalKind.LocalTimestampMillis => LocalTime(text, number, TimeSpan.TicksPerMillisecond),
            LogicalKind.LocalTimestampMicros => LocalTime(text, number, TimeSpan.TicksPerMicrosecond),
            _ => Duration(json),
        };
        return value ?? throw Wrong(json, $"a {logical}, such as {Sample(logical)}", path);
    }

    public static GenericJsonException Wrong(JsonElement json, string wanted, string path)
    {
        const int Shown = 60;
        var raw = json.GetRawText();
        return new GenericJsonException(path, $"{(raw.Length > Shown ? raw[..Shown] + "…" : raw)} is not {wanted}.");
    }

    private static bool TryDouble(JsonElement json, out double value)
    {
        if (json.ValueKind == JsonValueKind.Number) return json.TryGetDouble(out value) && double.IsFinite(value);
        value = (json.ValueKind == JsonValueKind.String ? json.GetString() : null) switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            "NaN" => double.NaN,
            _ => 0,
        };
        return value != 0;
    }

    // To the schema's scale where that loses nothing: 12.5 is 12.50. What would be rounded is left for the writer to refuse.
    private static object? Number(LogicalType logical, string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (logical.Precision <= Decimals.MaxPrecision)
            return decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var it) ? it : null;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var after = point < 0 ? 0 : text.Length - point - 1;
        if (after > logical.Scale) return null;
        var digits = (point < 0 ? text : text.Remove(point, 1)) + new string('0', logical.Scale - after);
        return text.Length > 0 && BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled)
            ? new AvroDecimal(unscaled, logical.Scale)
            : null;
    }

    private static DateOnly? Day(long? days)
    {
        var epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return days is { } it && it >= -epoch && it <= DateOnly.MaxValue.DayNumber - epoch ? DateOnly.FromDayNumber(epoch + (int)it) : null;
    }

    private static TimeOnly? TimeOfDay(string? text, long? number, long ticksPerUnit)
    {
        if (text is not null) return TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var it) ? it : null;
        return number is { } units && units >= 0 && units < TimeSpan.TicksPerDay / ticksPerUnit ? new TimeOnly(units * ticksPerUnit) : null;
    }

    private static DateTimeOffset? Instant(string? text, long? number, long ticksPerUnit)
    {
        if (text is not null) return IsIso(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var it) ? it : null;
        return Ticks(number, ticksPerUnit) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
    }

    private static DateTime? LocalTime(string? text, long? number, long ticksPerUnit)
    {
        if (text is not null)
        {
            var isLocal = IsIso(text) & DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var it)
                && it.Kind == DateTimeKind.Unspecified;
            return isLocal ? it : null;
        }
        return Ticks(number, ticksPerUnit) is { } ticks ? new DateTime(ticks, DateTimeKind.Unspecified) : null;
    }

    private static long? Ticks(long? units, long ticksPerUnit)
    {
        var epoch = DateTime.UnixEpoch.Ticks;
        return units is { } it && it >= -(epoch / ticksPerUnit) && it <= (DateTime.MaxValue.Ticks - epoch) / ticksPerUnit ? epoch + it * ticksPerUnit : null;
    }

    // .NET also reads 11/21/2026, of which nobody can say whether it is a month or a day that comes first.
    private static bool IsIso(string text) => text.Length >= 10 && text[4] == '-' && text[7] == '-';

    private static AvroDuration? Duration(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || json.GetPropertyCount() != 3) return null;
        return Part(json, "months") is { } months && Part(json, "days") is { } days && Part(json, "milliseconds") is { } milliseconds
            ? new AvroDuration(months, days, milliseconds)
            : null;
    }

    private static uint? Part(JsonElement json, string name) =>
        json.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Number && part.TryGetUInt32(out var it) ? it : null;

    private static string Sample(LogicalType logical) => logical.Kind switch
    {
        LogicalKind.Decimal => "\"12.50\"",
        LogicalKind.Uuid => "\"0198a6f0-6a3c-7a52-9d6e-2f1c3b4a5d6e\"",
        LogicalKind.Date => "\"2026-11-21\"",
        LogicalKind.TimeMillis or LogicalKind.TimeMicros => "\"10:30:00.25\"",
        LogicalKind.TimestampMillis or LogicalKind.TimestampMicros => "\"2026-11-21T10:30:00.25Z\"",
        LogicalKind.LocalTimestampMillis or LogicalKind.LocalTimestampMicros => "\"2026-11-21T10:30:00.25\"",
        _ => "{\"months\": 1, \"days\": 0, \"milliseconds\": 0}",
    };
}
