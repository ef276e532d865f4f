namespace SmartKart.Prometheus.Pages;

/// <summary>One line of a page.</summary>
/// <param name="Name">Its name; of a histogram with <c>_bucket</c>, <c>_sum</c> or <c>_count</c>.</param>
/// <param name="Labels">Its labels by name.</param>
/// <param name="Value">Its value.</param>
public sealed record MetricSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>A label's value; empty where it has no such label.</summary>
    public string this[string label] => Labels.GetValueOrDefault(label, "");
}
