using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>
/// The named queries of one view that has events: what is asked (its keys, the instant, and where each window then begins), its events with
/// the values that aggregates take, one row of values for each of what is asked, and one for each ranking.
/// </summary>
internal sealed class SourceQuery
{
    private readonly QuerySyntax _syntax;
    private readonly FeatureView _view;
    private readonly ServiceFeature[] _features;
    private readonly EventInputs _inputs;
    private readonly AggregateText _aggregates;
    private readonly string[] _keys;

    /// <param name="syntax">The engine's.</param>
    /// <param name="view">One with a source.</param>
    /// <param name="features">Aggregates of it; there may be none but those that rankings are.</param>
    internal SourceQuery(QuerySyntax syntax, FeatureView view, IEnumerable<ServiceFeature> features)
    {
        (_syntax, _view, _features) = (syntax, view, [.. features]);
        _inputs = new EventInputs(syntax);
        _aggregates = new AggregateText(syntax, _inputs);
        _keys = [.. view.JoinKeys.Select(KeyColumn)];
    }

    /// <summary>The column of a join key wherever it is asked for.</summary>
    internal static string KeyColumn(string joinKey) => $"key_{joinKey}";

    /// <summary>The named queries, each after those that it reads.</summary>
    /// <param name="relation">What stands in FROM for the topic.</param>
    internal IEnumerable<string> Queries(string relation)
    {
        // First what is computed, since that is what tells which values an event is asked for.
        var rankings = _features.Where(IsRanking).Select(Ranking).ToArray();
        var values = Values();
        return [Asked(), Events(relation), values, .. rankings];
    }

    /// <summary>The columns of its features, for a SELECT over <see cref="Joins"/>.</summary>
    internal IEnumerable<string> Columns => _features.Select(feature =>
    {
        var column = FeatureSteps.ColumnOf(feature);
        var found = IsRanking(feature) ? $"{RankingName(feature)}.ranking" : $"{Name("values")}.{column}";
        return feature.Feature switch
        {
            { Type.Shape: not FeatureShape.Single } => $"{_syntax.ListOrEmpty(found)} AS {column}",
            { Definition: AggregateDefinition { Kind: AggregateKind.Count or AggregateKind.CountDistinct } } => $"coalesce({found}, 0) AS {column}",
            _ => $"{found} AS {column}",
        };
    });

    /// <summary>What a FROM joins to <c>labels</c> for them. An expired or unknown entity has no row of values, and then no ranking either.</summary>
    internal IEnumerable<string> Joins =>
    [
        $"LEFT JOIN {Name("values")} ON {Same(Name("values"), "labels")}",
        .. _features.Where(IsRanking).Select(RankingName).Select(ranking => $"LEFT JOIN {ranking} ON {Same(ranking, Name("values"))}"),
    ];

    private string Asked()
    {
        var windows = _features.Select(feature => feature.Feature.Window).OfType<FeatureWindow>().DistinctBy(window => window.Text);
        var starts = windows.Select(window =>
        {
            var length = window.Length.Ticks / TimeSpan.TicksPerMicrosecond;
            return $"{_syntax.Floor($"(t - {length})", Hops.Of(length))} AS {AggregateText.StartOf(window)}";
        });
        return $"""
            {Name("asked")} AS (
                SELECT DISTINCT {string.Join(",\n        ", [string.Join(", ", _keys.Append("t")), .. starts])}
                FROM labels
                WHERE {string.Join(" AND ", _keys.Append("t").Select(column => $"{column} IS NOT NULL"))}
            )
            """;
    }

    private string Events(string relation)
    {
        var source = _view.Source!;         // it is a view with one
        var fields = EventRelation.FieldsOf(_view, _features.Select(feature => (AggregateDefinition)feature.Feature.Definition));
        var keys = source.Keys.Zip(_keys, (key, column) => $"{_inputs.FieldOf(key)} AS {column}");
        return $"""
            {Name("events")} AS (
                SELECT {string.Join(",\n        ", [.. keys, $"{_syntax.Micros(_inputs.FieldOf(source.Timestamp))} AS ts", .. _inputs.Columns])}
                FROM (
                    {QueryText.Indent(EventRelation.Write(_syntax.Dialect, source, fields, relation), 8)}
                ) AS source{(_view.Filter is null ? "" : $"\n    WHERE {_view.Filter.ToSql(_syntax.Dialect, _inputs.FieldOf)}")}
            )
            """;
    }

    private string Values()
    {
        var aggregates = _features.Where(feature => !IsRanking(feature))
            .Select(feature => $"{_aggregates.Write(feature.Feature)} AS {FeatureSteps.ColumnOf(feature)}");
        var group = string.Join(", ", _keys.Append("t").Select(column => $"a.{column}"));
        // A lifetime has no beginning; else what begins before the longest window counts nowhere, and the ttl is at least as long.
        var windows = _features.Select(feature => feature.Feature.Window).ToArray();
        var longest = windows.Contains(null) ? null : windows.MaxBy(window => window!.Length);
        return $"""
            {Name("values")} AS (
                SELECT {string.Join(",\n        ", [group, .. aggregates])}
                FROM {Seen(longest)}
                GROUP BY {group}
                HAVING a.t - max(e.ts) < {_view.Ttl!.Value.Ticks / TimeSpan.TicksPerMicrosecond}
            )
            """;
    }

    private string Ranking(ServiceFeature feature)
    {
        var definition = (AggregateDefinition)feature.Feature.Definition;
        var key = _aggregates.Key(definition);
        var group = string.Join(", ", _keys.Append("t").Select(column => $"a.{column}"));
        var outer = string.Join(", ", _keys.Append("t"));
        return $"""
            {RankingName(feature)} AS (
                SELECT {outer}, {_syntax.Ranking("item", "weight", AggregateText.LengthOf(definition))} AS ranking
                FROM (
                    SELECT {group}, {key} AS item, {_syntax.SumOfReal(_aggregates.Weight(definition))} AS weight
                    FROM {QueryText.Indent(Seen(feature.Feature.Window), 4)}
                    WHERE {string.Join(" AND ", _aggregates.Presence(definition))}
                    GROUP BY {group}, {key}
                ) AS weighed
                GROUP BY {outer}
            )
            """;
    }

    /// <summary>The events before each instant that is asked for, from the beginning of a window.</summary>
    private string Seen(FeatureWindow? window) => $"""
        {Name("asked")} AS a
                JOIN {Name("events")} AS e ON {string.Join(" AND ", _keys.Select(key => $"e.{key} = a.{key}"))}
                    AND e.ts < a.t{(window is null ? "" : $" AND e.ts >= a.{AggregateText.StartOf(window)}")}
        """;

    private string Same(string left, string right) => string.Join(" AND ", _keys.Append("t").Select(column => $"{left}.{column} = {right}.{column}"));

    private string Name(string what) => $"{what}__{_view.Name}";

    private static string RankingName(ServiceFeature feature) => $"ranking__{FeatureSteps.ColumnOf(feature)}";

    private static bool IsRanking(ServiceFeature feature) => feature.Feature.Type.Shape == FeatureShape.Ranking;
}
