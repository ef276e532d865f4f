using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmartKart.FeatureStore.Aggregation;

namespace SmartKart.FeatureStore.Definitions.Releases;

/// <summary>
/// What a view and its features mean, as hashes. Two views with one fingerprint compute the same values in the same order; descriptions,
/// comments and layout have no part in it. The canonical text that is hashed never changes for a given meaning: fingerprints are kept in files
/// and in stores.
/// </summary>
/// <param name="View">SHA-256 of the whole, 64 hexadecimal digits.</param>
/// <param name="Features">By name: the first 16 digits of the SHA-256 of how each is computed, apart from the view's source and filter.</param>
public sealed record ViewFingerprint(string View, IReadOnlyDictionary<string, string> Features)
{
    private const int FeatureDigits = 16;

    /// <summary>The fingerprint of a view.</summary>
    public static ViewFingerprint Of(FeatureView view)
    {
        var features = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var text = new StringBuilder(Head(view));
        foreach (var feature in view.Features)
        {
            var body = Body(feature);
            text.Append("feature ").Append(feature.Name).Append('\n').Append(body);
            features.Add(feature.Name, Hash(body)[..FeatureDigits]);
        }
        return new ViewFingerprint(Hash(text.ToString()), features);
    }

    private static string Head(FeatureView view)
    {
        var head = new StringBuilder();
        Line(head, "view", view.Id);
        foreach (var entity in view.Entities) Line(head, "entity", $"{entity.Name} {string.Join(' ', entity.JoinKeys)}");
        if (view.Source is { } source)
        {
            Line(head, "topic", source.Topic.Name);
            Line(head, "each", source.Each);
            foreach (var key in source.Keys) Line(head, "key", $"{key.Name} {key.Type}");
            Line(head, "timestamp", source.Timestamp.Name);
        }
        foreach (var read in view.Reads) Line(head, "reads", read.Id);
        Line(head, "filter", view.Filter is null ? null : ExpressionText.Canonical(view.Filter));
        Line(head, "ttl", Micros(view.Ttl));
        return head.ToString();
    }

    private static string Body(Feature feature)
    {
        var body = new StringBuilder();
        switch (feature.Definition)
        {
            case AggregateDefinition aggregate:
                Line(body, "aggregate", WordOf(aggregate.Kind));
                Line(body, "of", aggregate.Of is null ? null : ExpressionText.Canonical(aggregate.Of));
                Line(body, "by", aggregate.By is null ? null : ExpressionText.Canonical(aggregate.By));
                Line(body, "filter", aggregate.Filter is null ? null : ExpressionText.Canonical(aggregate.Filter));
                Line(body, "window", Micros(feature.Window?.Length));
                Line(body, "k", aggregate.K?.ToString(CultureInfo.InvariantCulture));
                Line(body, "top", aggregate.Top?.ToString(CultureInfo.InvariantCulture));
                Line(body, "half_life", Micros(aggregate.HalfLife));
                Line(body, "at", feature.Quantile is { } quantile ? Number(quantile) : null);
                break;
            case RatioDefinition ratio:
                Line(body, "ratio", $"{ratio.Of} {ratio.To} {Number(ratio.PriorOf)} {Number(ratio.PriorTo)}");
                break;
            case OnDemandDefinition onDemand:
                Line(body, "on_demand", ExpressionText.Canonical(onDemand.Expression));
                break;
        }
        Line(body, "type", feature.Type.ToString());
        return body.ToString();
    }

    // Of the canonical text, and so for good: whether there is a key stands in its own line.
    private static string WordOf(AggregateKind kind) => kind switch
    {
        AggregateKind.Stddev => "StdDev",
        AggregateKind.DecayedTopK => "DecayedSum",
        AggregateKind.Quantile => "Quantiles",
        _ => kind.ToString(),
    };

    // Only an expression's texts may hold a line break: doubled backslashes and \n keep one line one.
    private static void Line(StringBuilder text, string key, string? value)
    {
        if (value is null) return;
        text.Append(key).Append(' ').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
    }

    private static string? Micros(TimeSpan? length) =>
        length is { } time ? (time.Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture) : null;

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
