namespace SmartKart.Schemas;

/// <summary>
/// Avro's dates, times and timestamps as .NET's. .NET counts in ticks of 100 ns from the year 1 to 9999: what Avro holds
/// beyond that is refused on reading, and what .NET holds below a milli- or microsecond is cut towards the past on writing.
/// </summary>
public static class Instants
{
    private const long MillisPerDay = 86_400_000;
    private const long MicrosPerDay = 86_400_000_000;
    private const long EpochTicks = 621_355_968_000_000_000;        // 1970-01-01
    private const int EpochDay = 719_162;

    /// <summary>Reads a <c>date</c>.</summary>
    public static DateOnly ReadDate(this ref AvroReader reader)
    {
        var start = reader.Position;
        var days = (long)reader.ReadInt() + EpochDay;
        if (days < 0 || days > DateOnly.MaxValue.DayNumber) Beyond("date", days - EpochDay, "days", start);
        return DateOnly.FromDayNumber((int)days);
    }

    /// <summary>Writes a <c>date</c>.</summary>
    public static void WriteDate(this ref AvroWriter writer, DateOnly value) => writer.WriteInt(value.DayNumber - EpochDay);

    /// <summary>Reads a <c>time-millis</c>.</summary>
    public static TimeOnly ReadTimeMillis(this ref AvroReader reader)
    {
        var start = reader.Position;
        var millis = reader.ReadInt();
        if (millis is < 0 or >= (int)MillisPerDay) AvroFault.BadLogical($"a time-millis of {millis}, where a day has 0 to {MillisPerDay - 1}.", start);
        return new TimeOnly(millis * TimeSpan.TicksPerMillisecond);
    }

    /// <summary>Writes a <c>time-millis</c>.</summary>
    public static void WriteTimeMillis(this ref AvroWriter writer, TimeOnly value) => writer.WriteInt((int)(value.Ticks / TimeSpan.TicksPerMillisecond));

    /// <summary>Reads a <c>time-micros</c>.</summary>
    public static TimeOnly ReadTimeMicros(this ref AvroReader reader)
    {
        var start = reader.Position;
        var micros = reader.ReadLong();
        if (micros is < 0 or >= MicrosPerDay) AvroFault.BadLogical($"a time-micros of {micros}, where a day has 0 to {MicrosPerDay - 1}.", start);
        return new TimeOnly(micros * TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>Writes a <c>time-micros</c>.</summary>
    public static void WriteTimeMicros(this ref AvroWriter writer, TimeOnly value) => writer.WriteLong(value.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>Reads a <c>timestamp-millis</c>: an instant, in UTC.</summary>
    public static DateTimeOffset ReadTimestampMillis(this ref AvroReader reader) =>
        new(Ticks(ref reader, TimeSpan.TicksPerMillisecond, "timestamp-millis"), TimeSpan.Zero);

    /// <summary>Writes a <c>timestamp-millis</c>.</summary>
    public static void WriteTimestampMillis(this ref AvroWriter writer, DateTimeOffset value) =>
        writer.WriteLong(FloorDivide(value.UtcTicks - EpochTicks, TimeSpan.TicksPerMillisecond));

    /// <summary>Reads a <c>timestamp-micros</c>: an instant, in UTC.</summary>
    public static DateTimeOffset ReadTimestampMicros(this ref AvroReader reader) =>
        new(Ticks(ref reader, TimeSpan.TicksPerMicrosecond, "timestamp-micros"), TimeSpan.Zero);

    /// <summary>Writes a <c>timestamp-micros</c>.</summary>
    public static void WriteTimestampMicros(this ref AvroWriter writer, DateTimeOffset value) =>
        writer.WriteLong(FloorDivide(value.UtcTicks - EpochTicks, TimeSpan.TicksPerMicrosecond));

    /// <summary>Reads a <c>local-timestamp-millis</c>: what some clock showed, of no known zone.</summary>
    public static DateTime ReadLocalTimestampMillis(this ref AvroReader reader) =>
        new(Ticks(ref reader, TimeSpan.TicksPerMillisecond, "local-timestamp-millis"), DateTimeKind.Unspecified);

    /// <summary>Writes a <c>local-timestamp-millis</c>; the value's kind is not looked at.</summary>
    public static void WriteLocalTimestampMillis(this ref AvroWriter writer, DateTime value) =>
        writer.WriteLong(FloorDivide(value.Ticks - EpochTicks, TimeSpan.TicksPerMillisecond));

    /// <summary>Reads a <c>local-timestamp-micros</c>: what some clock showed, of no known zone.</summary>
    public static DateTime ReadLocalTimestampMicros(this ref AvroReader reader) =>
        new(Ticks(ref reader, TimeSpan.TicksPerMicrosecond, "local-timestamp-micros"), DateTimeKind.Unspecified);

    /// <summary>Writes a <c>local-timestamp-micros</c>; the value's kind is not looked at.</summary>
    public static void WriteLocalTimestampMicros(this ref AvroWriter writer, DateTime value) =>
        writer.WriteLong(FloorDivide(value.Ticks - EpochTicks, TimeSpan.TicksPerMicrosecond));

    private static long Ticks(ref AvroReader reader, long ticksPerUnit, string type)
    {
        var start = reader.Position;
        var units = reader.ReadLong();
        // Divide the bounds, which are constants, rather than multiply a value that could overflow.
        if (units < -(EpochTicks / ticksPerUnit) || units > (DateTime.MaxValue.Ticks - EpochTicks) / ticksPerUnit)
            Beyond(type, units, ticksPerUnit == TimeSpan.TicksPerMillisecond ? "ms" : "µs", start);
        return EpochTicks + units * ticksPerUnit;
    }

    private static long FloorDivide(long value, long divisor) => value >= 0 ? value / divisor : (value - divisor + 1) / divisor;

    private static void Beyond(string type, long value, string unit, int offset) =>
        AvroFault.BadLogical($"a {type} of {value} {unit} from 1970, which lies outside the years 1 to 9999.", offset);
}
