using System.Buffers;
using System.Globalization;
using System.Text;

namespace SmartKart.Prometheus.Exposition;

/// <summary>
/// Writes Prometheus' text format, version 0.0.4:
/// <code>
/// # HELP name what it is, with \\ and \n escaped
/// # TYPE name counter
/// name{label="value, with \\, \" and \n escaped"} 42
/// </code>
/// </summary>
internal static class TextFormat
{
    /// <summary>The content type of a page.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const int NumberBytesMax = 32;

    /// <summary>The two lines before a family's series.</summary>
    public static void WriteHead(IBufferWriter<byte> page, string name, string help, MetricKind kind)
    {
        Write(page, $"# HELP {name} {help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)}\n");
        Write(page, $"# TYPE {name} {kind.ToString().ToLowerInvariant()}\n");
    }

    /// <summary>Labels as they stand between braces; empty where there are none.</summary>
    /// <param name="tags">Names and values; written by name, so that equal sets are equal texts.</param>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (tag, value) in tags) labels[MetricName.Label(tag)] = TextOf(value);
        return string.Join(',', labels.Select(label => $"{label.Key}=\"{Escape(label.Value)}\""));
    }

    /// <summary>One line.</summary>
    /// <param name="page">Where to.</param>
    /// <param name="name">The sample's name.</param>
    /// <param name="labels">As <see cref="Labels"/> gives them.</param>
    /// <param name="extra">One more label, written already; null for none.</param>
    /// <param name="value">Its value.</param>
    public static void WriteSample(IBufferWriter<byte> page, string name, string labels, string? extra, double value)
    {
        Write(page, name);
        if (labels.Length > 0 || extra is not null)
        {
            Write(page, "{");
            Write(page, labels);
            if (labels.Length > 0 && extra is not null) Write(page, ",");
            if (extra is not null) Write(page, extra);
            Write(page, "}");
        }
        Write(page, " ");
        WriteNumber(page, value);
        Write(page, "\n");
    }

    /// <summary>A number as Go reads it.</summary>
    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static void WriteNumber(IBufferWriter<byte> page, double value)
    {
        if (!double.IsFinite(value))
        {
            Write(page, Number(value));
            return;
        }
        value.TryFormat(page.GetSpan(NumberBytesMax), out var written, "R", CultureInfo.InvariantCulture);
        page.Advance(written);
    }

    private static string Escape(string value) => value.AsSpan().IndexOfAny('\\', '"', '\n') < 0
        ? value
        : value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string TextOf(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static void Write(IBufferWriter<byte> page, string text)
    {
        var span = page.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        page.Advance(Encoding.UTF8.GetBytes(text, span));
    }
}
