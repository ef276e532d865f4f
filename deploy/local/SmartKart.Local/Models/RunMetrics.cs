using System.Globalization;
using SmartKart.Scoring.Registry;

namespace SmartKart.Local.Models;

/// <summary>What the run of a version measured.</summary>
internal static class RunMetrics
{
    /// <returns>Each metric's last value, by name; none where the run is gone.</returns>
    public static IReadOnlyDictionary<string, double> Of(ModelVersion version)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(version.Source)) ?? "", "metrics");       // RUN/artifacts/model → RUN/metrics
        if (!Directory.Exists(folder)) return new Dictionary<string, double>();
        return Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
            .Select(file => (Name: Path.GetFileName(file), Fields: File.ReadLines(file).Last().Split(' ')))
            .ToDictionary(each => each.Name, each => double.Parse(each.Fields[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
