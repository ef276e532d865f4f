using System.Globalization;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Definitions;

namespace SmartKart.Local.Features;

/// <summary>Views and features in words, as tables and JSON show them.</summary>
internal static class FeatureText
{
    /// <summary>What the view is about: <c>user</c>, or <c>user × category</c>.</summary>
    public static string Entities(FeatureView view) => string.Join(" × ", view.Entities.Select(entity => entity.Name));

    /// <summary>Where it comes from: <c>order_placed, each of lines</c>, or the views that it reads.</summary>
    public static string Source(FeatureView view) => view.Source is { } source
        ? source.Topic.Name + (source.Each is null ? "" : $", each of {source.Each}")
        : string.Join(", ", view.Reads.Select(read => read.Id));

    /// <summary>How it is computed, near to how it is written.</summary>
    public static string Computation(Feature feature) => feature.Definition switch
    {
        AggregateDefinition aggregate => Aggregate(aggregate, feature),
        RatioDefinition { PriorOf: 0, PriorTo: 0 } ratio => $"{ratio.Of} / {ratio.To}",
        RatioDefinition ratio => string.Create(CultureInfo.InvariantCulture, $"({ratio.Of} + {ratio.PriorOf}) / ({ratio.To} + {ratio.PriorTo})"),
        OnDemandDefinition onDemand => onDemand.Expression.Text,
        _ => "",
    };

    private static string Aggregate(AggregateDefinition aggregate, Feature feature)
    {
        var text = Keyword(aggregate.Kind) + (aggregate.Of is null ? "" : $" of {aggregate.Of}");
        if (aggregate.By is not null) text += $" by {aggregate.By}";
        if (feature.Quantile is { } quantile) text += string.Create(CultureInfo.InvariantCulture, $" at {quantile}");
        if ((aggregate.K ?? aggregate.Top) is { } kept) text += string.Create(CultureInfo.InvariantCulture, $", {kept} kept");
        if (aggregate.HalfLife is { } halfLife) text += $", half-life {Length(halfLife)}";
        if (aggregate.Filter is not null) text += $" where {aggregate.Filter}";
        return text;
    }

    /// <summary>A length of time in its largest whole unit.</summary>
    public static string Length(TimeSpan time) => time switch
    {
        _ when time.Ticks % TimeSpan.TicksPerDay == 0 => string.Create(CultureInfo.InvariantCulture, $"{time.Days}d"),
        _ when time.Ticks % TimeSpan.TicksPerHour == 0 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours}h"),
        _ when time.Ticks % TimeSpan.TicksPerMinute == 0 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds}s"),
    };

    // As definitions write it.
    private static string Keyword(AggregateKind kind) => kind switch
    {
        AggregateKind.LastK => "last_k",
        AggregateKind.CountDistinct => "count_distinct",
        AggregateKind.TopK => "top_k",
        AggregateKind.DecayedSum or AggregateKind.DecayedTopK => "decayed_sum",
        AggregateKind.Quantile => "quantiles",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
