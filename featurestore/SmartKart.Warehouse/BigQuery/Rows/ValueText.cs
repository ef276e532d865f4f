using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// Reads BigQuery's texts of values: numbers and instants straight from their UTF-8, without a string. Hot path: per value. Each throws
/// <see cref="FormatException"/> or <see cref="OverflowException"/> on a text that is none, which the row turns into an error that names its column.
/// </summary>
internal static class ValueText
{
    private const int DecimalDigits = 28;       // any number of so many digits is a decimal; some of 29 are

    public static long Int64(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out long value, out var used) && used == text.Length ? value : throw Malformed(text);

    public static double Float64(ReadOnlySpan<byte> text)
    {
        if (Utf8Parser.TryParse(text, out double value, out var used) && used == text.Length) return value;
        if (text.SequenceEqual("NaN"u8)) return double.NaN;
        if (text.SequenceEqual("Infinity"u8) || text.SequenceEqual("+Infinity"u8)) return double.PositiveInfinity;
        return text.SequenceEqual("-Infinity"u8) ? double.NegativeInfinity : throw Malformed(text);
    }

    /// <summary>A NUMERIC exactly: one that a <see cref="decimal"/> would round is an overflow.</summary>
    public static decimal Numeric(ReadOnlySpan<byte> text)
    {
        var value = decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return Digits(text) <= DecimalDigits || Plain(text) == Plain(Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)))
            ? value
            : throw new OverflowException($"{Encoding.UTF8.GetString(text)} has more digits than a decimal.");
    }

    public static bool Bool(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("true"u8) || (text.SequenceEqual("false"u8) ? false : throw Malformed(text));

    /// <summary>Microseconds since 1970, as <c>useInt64Timestamp</c> has them.</summary>
    public static DateTimeOffset Timestamp(ReadOnlySpan<byte> text) =>
        new(checked(DateTime.UnixEpoch.Ticks + (Int64(text) * TimeSpan.TicksPerMicrosecond)), TimeSpan.Zero);

    public static DateOnly Date(ReadOnlySpan<byte> text) =>
        DateOnly.ParseExact(Narrow(text, stackalloc char[32]), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static TimeOnly Time(ReadOnlySpan<byte> text) =>
        TimeOnly.ParseExact(Narrow(text, stackalloc char[32]), "HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);

    public static DateTime DateTimeOf(ReadOnlySpan<byte> text) =>
        DateTime.ParseExact(Narrow(text, stackalloc char[32]), "yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);

    public static byte[] Bytes(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, bytes, out var used, out var written) != OperationStatus.Done || used != text.Length) throw Malformed(text);
        return written == bytes.Length ? bytes : bytes[..written];
    }

    private static ReadOnlySpan<char> Narrow(ReadOnlySpan<byte> text, Span<char> into) =>
        Ascii.ToUtf16(text, into, out var written) == OperationStatus.Done ? into[..written] : throw Malformed(text);

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var digits = 0;
        foreach (var letter in text)
            if (letter is >= (byte)'0' and <= (byte)'9') digits++;
        return digits;
    }

    // Without the zeros that change nothing; only numbers that may not fit come here.
    private static string Plain(ReadOnlySpan<byte> text)
    {
        var plain = Encoding.UTF8.GetString(text);
        return plain.Contains('.', StringComparison.Ordinal) ? plain.TrimEnd('0').TrimEnd('.') : plain;
    }

    private static FormatException Malformed(ReadOnlySpan<byte> text) =>
        new($"'{Encoding.UTF8.GetString(text[..Math.Min(text.Length, 64)])}' is no such value.");
}
