using System.Text;

namespace SmartKart.Prometheus.Exposition;

/// <summary>Names of instruments and tags as Prometheus has them: letters, digits and underscores, the unit last, and <c>_total</c> on counters.</summary>
internal static class MetricName
{
    private const string Total = "_total";

    /// <summary>The family of an instrument.</summary>
    /// <param name="instrument">Its name, such as <c>smartkart.streams.commit_duration</c>.</param>
    /// <param name="unit">Its unit by UCUM; null or an annotation (<c>{record}</c>) for none.</param>
    /// <param name="kind">What it becomes.</param>
    public static string Of(string instrument, string? unit, MetricKind kind)
    {
        var name = Sanitize(instrument);
        var isCounter = kind == MetricKind.Counter;
        if (isCounter && name.EndsWith(Total, StringComparison.Ordinal)) name = name[..^Total.Length];
        if (BaseUnit(unit) is { } word && !name.Split('_').Contains(word)) name = $"{name}_{word}";
        return isCounter ? name + Total : name;
    }

    /// <summary>A tag's name as a label.</summary>
    public static string Label(string tag) => Sanitize(tag);

    // Prometheus' base units; an annotation says what is counted, and the name does that already.
    private static string? BaseUnit(string? unit) => unit switch
    {
        null or "" or "1" => null,
        "s" => "seconds",
        "By" => "bytes",
        "%" => "percent",
        _ when unit[0] == '{' => null,
        _ => Sanitize(unit),
    };

    private static string Sanitize(string text)
    {
        var name = new StringBuilder(text.Length + 1);
        foreach (var letter in text) name.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) name.Insert(0, '_');
        return name.ToString();
    }
}
