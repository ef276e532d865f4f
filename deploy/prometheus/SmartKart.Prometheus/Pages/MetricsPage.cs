using System.Globalization;
using System.Text;

namespace SmartKart.Prometheus.Pages;

/// <summary>A page of metrics, read: what a command asks of a running worker. Prometheus' text format, version 0.0.4.</summary>
public sealed class MetricsPage
{
    private static readonly Dictionary<string, string> NoLabels = [];
    private readonly ILookup<string, MetricSample> _byName;

    private MetricsPage(List<MetricSample> samples)
    {
        Samples = samples;
        _byName = samples.ToLookup(sample => sample.Name, StringComparer.Ordinal);
    }

    /// <summary>All lines, in their order.</summary>
    public IReadOnlyList<MetricSample> Samples { get; }

    /// <summary>Reads a page.</summary>
    /// <exception cref="FormatException">A line is none of the format's.</exception>
    public static MetricsPage Read(string page)
    {
        var samples = new List<MetricSample>();
        foreach (var line in page.Split('\n'))
        {
            if (line.Length > 0 && line[0] != '#') samples.Add(ReadLine(line));
        }
        return new MetricsPage(samples);
    }

    /// <summary>The lines of one name.</summary>
    public IEnumerable<MetricSample> Named(string name) => _byName[name];

    /// <summary>The sum over the lines of one name, those with a label's value where one is given; 0 where there are none.</summary>
    public double Sum(string name, string? label = null, string? value = null) =>
        Named(name).Where(sample => label is null || sample[label] == value).Sum(sample => sample.Value);

    /// <summary>The greatest of the lines of one name, those with a label's value where one is given; null where there are none.</summary>
    public double? Max(string name, string? label = null, string? value = null) =>
        Named(name).Where(sample => label is null || sample[label] == value).Select(sample => (double?)sample.Value).Max();

    /// <summary>
    /// A quantile of what a histogram observed since an earlier page, over all its series, within a bucket as if spread evenly, as Prometheus does it; null
    /// where nothing was observed.
    /// </summary>
    /// <param name="histogram">Its name.</param>
    /// <param name="quantile">0 to 1.</param>
    /// <param name="since">The earlier page; null for all that was observed.</param>
    public double? Quantile(string histogram, double quantile, MetricsPage? since = null)
    {
        var counts = new SortedDictionary<double, double>(BucketsOf(histogram));
        foreach (var (bound, count) in since?.BucketsOf(histogram) ?? []) counts[bound] = counts.GetValueOrDefault(bound) - count;
        var total = counts.GetValueOrDefault(double.PositiveInfinity);
        if (total <= 0) return null;
        var (rank, lower, below) = (quantile * total, 0.0, 0.0);
        foreach (var (upper, count) in counts)
        {
            if (count >= rank && count > below) return double.IsPositiveInfinity(upper) ? lower : lower + ((upper - lower) * (rank - below) / (count - below));
            (lower, below) = (upper, count);
        }
        return lower;
    }

    private Dictionary<double, double> BucketsOf(string histogram)
    {
        var counts = new Dictionary<double, double>();
        foreach (var bucket in Named(histogram + "_bucket"))
        {
            var bound = Number(bucket["le"]);
            counts[bound] = counts.GetValueOrDefault(bound) + bucket.Value;
        }
        return counts;
    }

    private static MetricSample ReadLine(string line)
    {
        var brace = line.IndexOf('{', StringComparison.Ordinal);
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (brace < 0 || (space >= 0 && space < brace))
            return space > 0 ? new MetricSample(line[..space], NoLabels, Number(line[(space + 1)..])) : throw NotALine(line);
        var at = brace + 1;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        while (at < line.Length && line[at] != '}')
        {
            var equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
            if (equals < 0) throw NotALine(line);
            var label = line[at..equals];
            labels[label] = ReadValue(line, equals + 2, out at);
            if (at < line.Length && line[at] == ',') at++;
        }
        return at + 1 < line.Length && line[at + 1] == ' ' ? new MetricSample(line[..brace], labels, Number(line[(at + 2)..])) : throw NotALine(line);
    }

    // Up to the closing quotation mark, and behind it.
    private static string ReadValue(string line, int from, out int behind)
    {
        var value = new StringBuilder();
        for (behind = from; behind < line.Length && line[behind] != '"'; behind++)
        {
            if (line[behind] != '\\') value.Append(line[behind]);
            else if (++behind < line.Length) value.Append(line[behind] == 'n' ? '\n' : line[behind]);
        }
        if (behind++ >= line.Length) throw NotALine(line);
        return value.ToString();
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new FormatException($"'{text}' is no value of a metric. Is it a page in Prometheus' text format?"),
    };

    private static FormatException NotALine(string line) => new($"'{line}' is no line of Prometheus' text format.");
}
