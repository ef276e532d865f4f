using System.Diagnostics;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>
/// Writes aggregates over events <c>e</c>, grouped by what is asked, <c>a</c>: <c>a.t</c> and <c>e.ts</c> are microseconds, <c>a.from_7d</c>
/// the first that a window covers.
/// </summary>
/// <param name="syntax">The engine's.</param>
/// <param name="inputs">Gives each value its column.</param>
internal sealed class AggregateText(QuerySyntax syntax, EventInputs inputs)
{
    /// <summary>The column that says where a window begins.</summary>
    internal static string StartOf(FeatureWindow window) => $"from_{window.Text}";

    /// <summary>The feature's value over the events of the join; of none, NULL or a count of 0.</summary>
    internal string Write(Feature feature)
    {
        var definition = (AggregateDefinition)feature.Definition;
        var type = definition.Of?.Type ?? ScalarType.Boolean;
        var value = Taken(definition, feature.Window);
        return definition.Kind switch
        {
            AggregateKind.Count => $"count({value})",
            AggregateKind.CountDistinct => $"count(DISTINCT {value})",
            AggregateKind.Sum => type == ScalarType.Int64 ? syntax.SumOfWhole(value) : syntax.SumOfReal(value),
            AggregateKind.Avg => type == ScalarType.Int64 ? syntax.MeanOfWhole(value) : syntax.MeanOfReal(value),
            AggregateKind.Min => syntax.Least(value, type),
            AggregateKind.Max => $"max({value})",
            AggregateKind.Variance or AggregateKind.Stddev => syntax.Spread(Double(value, type), definition.Kind == AggregateKind.Stddev),
            AggregateKind.First or AggregateKind.Last => syntax.Edge(value, "e.ts", type, definition.Kind == AggregateKind.Last),
            AggregateKind.LastK => syntax.Latest(value, "e.ts", type, LengthOf(definition)),
            AggregateKind.DecayedSum => syntax.SumOfReal(Weight(definition)),
            AggregateKind.Quantile => syntax.Quantile(value, type, Literal(feature.Quantile!.Value)),      // the definition has it
            _ => throw new UnreachableException($"{definition.Kind} is a ranking"),
        };
    }

    /// <summary>What an event weighs for a ranking's key or in a decayed sum, as a Double; NULL where it doesn't count.</summary>
    internal string Weight(AggregateDefinition definition)
    {
        var decay = definition.HalfLife is { } halfLife
            ? $"pow({Literal(2)}, {Double("(e.ts - a.t)", ScalarType.Int64)} / {Literal(halfLife.TotalMicroseconds)})"
            : null;
        if (definition.Of is { } of) return Double(Column(definition), of.Type) + (decay is null ? "" : $" * {decay}");
        var unit = decay ?? Literal(1);
        // A key says by itself whether the event counts.
        return definition.Filter is null || definition.By is not null ? unit : $"CASE WHEN {Column(definition)} THEN {unit} END";
    }

    /// <summary>The longest list of a ranking or of latest values.</summary>
    internal static int LengthOf(AggregateDefinition definition) =>
        definition.K ?? definition.Top ?? throw new UnreachableException($"'{definition.Name}' is no list");

    /// <summary>Conditions that an event must meet to count for a ranking, besides being in its window.</summary>
    internal IEnumerable<string> Presence(AggregateDefinition definition)
    {
        yield return $"{Key(definition)} IS NOT NULL";
        if (definition.Of is not null) yield return $"{Column(definition)} IS NOT NULL";
    }

    /// <summary>A ranking's key.</summary>
    internal string Key(AggregateDefinition definition) => $"e.{inputs.ColumnOf(definition.By, definition.Filter)}";

    private string Taken(AggregateDefinition definition, FeatureWindow? window)
    {
        var value = definition.Of is null && definition.Filter is null ? "1" : Column(definition);
        return window is null ? value : $"CASE WHEN e.ts >= a.{StartOf(window)} THEN {value} END";
    }

    private string Column(AggregateDefinition definition) => $"e.{inputs.ColumnOf(definition.Of, definition.Filter)}";

    private string Double(string value, ScalarType type) =>
        type == ScalarType.Double ? value : $"CAST({value} AS {syntax.Dialect.TypeName(ScalarType.Double)})";

    private string Literal(double value) => syntax.Dialect.Literal(ScalarType.Double, Scalar.From(value));
}
