using System.Buffers;
using SmartKart.Prometheus.Exposition;

namespace SmartKart.Prometheus.Series;

/// <summary>All series of one name. Any thread records; one at a time writes it to a page.</summary>
/// <param name="name">Its name on the page.</param>
/// <param name="help">What it is, in a line.</param>
/// <param name="kind">What its series are.</param>
/// <param name="isObserved">Its numbers are told when asked, and one that isn't told any more is gone.</param>
/// <param name="bounds">A histogram's; null else.</param>
internal sealed class MetricFamily(string name, string help, MetricKind kind, bool isObserved, HistogramBounds? bounds)
{
    /// <summary>How many series it has at most: a tag with a value per user must not take the process down.</summary>
    public const int SeriesMax = 10_000;

    private readonly SeriesTable _byTags = new();
    private readonly Lock _adding = new();                                  // guards what follows
    private readonly Dictionary<string, MetricSeries> _byLabels = [];
    private readonly List<MetricSeries> _all = [];

    public string Name => name;

    public MetricKind Kind => kind;

    /// <summary>Whether its numbers are told when asked.</summary>
    public bool IsObserved => isObserved;

    /// <summary>The series of a set of tags; null where there would be too many. Hot path.</summary>
    public MetricSeries? Of(ReadOnlySpan<KeyValuePair<string, object?>> tags) => _byTags.Find(tags) ?? Add(tags);

    /// <summary>Writes all, or of what is observed those of a round.</summary>
    public void WriteTo(IBufferWriter<byte> page, long round)
    {
        MetricSeries[] all;
        lock (_adding) all = [.. _all.Where(series => !isObserved || series.IsOf(round))];
        if (all.Length == 0) return;
        TextFormat.WriteHead(page, name, help, kind);
        foreach (var series in all) series.WriteTo(page, name);
    }

    private MetricSeries? Add(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_adding)
        {
            if (_byTags.Find(tags) is { } other) return other;
            if (_all.Count >= SeriesMax) return null;
            var labels = TextFormat.Labels(tags);
            if (!_byLabels.TryGetValue(labels, out var series))         // the same tags in another order are the same series
            {
                _byLabels.Add(labels, series = new MetricSeries(labels, bounds));
                _all.Add(series);
            }
            _byTags.Add(tags, series);
            return series;
        }
    }
}
