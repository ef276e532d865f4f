using System.Diagnostics;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Expressions.Binding;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>
/// A point-in-time training set as one query: to each label (the join keys of a service's entities, and an instant) all features of the
/// service, computed of the events before that instant alone.
/// </summary>
public sealed class TrainingQuery
{
    /// <summary>The column of a label's instant, unless another is named: Feast's.</summary>
    public const string TimestampColumn = "event_timestamp";

    /// <summary>What the query calls a label as a whole; no column of the labels may have this name, which would stand before it.</summary>
    internal const string LabelName = "smartkart_label";

    private readonly QuerySyntax _syntax;
    private readonly ServicePlan _service;
    private readonly FeatureSteps _steps;

    private TrainingQuery(QuerySyntax syntax, ServicePlan service) => (_syntax, _service, _steps) = (syntax, service, new FeatureSteps(service.Features));

    /// <summary>Writes the query.</summary>
    /// <param name="dialect">Of the engine that is to run it.</param>
    /// <param name="service">Whose features.</param>
    /// <param name="relationOf">What stands in FROM for a topic: a table's name, or such as <c>read_parquet('…', union_by_name = true)</c>.</param>
    /// <param name="labels">
    /// What stands in FROM for the labels. Their columns are the join keys and the instant, and any others but <c>smartkart_label</c> and those named
    /// as a feature. Where a key or the instant is NULL, which one statement can't refuse, the features that need it are those of no event.
    /// </param>
    /// <param name="timestampColumn">The labels' column that holds the instant; a TIMESTAMP without a time zone is UTC.</param>
    /// <returns>
    /// One statement. Its rows are the labels', duplicates included, in no order; its columns are theirs, then the features in the service's
    /// order, named <c>view__feature</c>. A list of values is an array, a ranking an array of structs of <c>key</c> and <c>weight</c> (a Double).
    /// </returns>
    /// <exception cref="ArgumentException">The service has two versions of a view, whose columns would have the same names.</exception>
    public static string Write(
        SqlDialect dialect, ServicePlan service, Func<Topic, string> relationOf, string labels, string timestampColumn = TimestampColumn) =>
        new TrainingQuery(QuerySyntax.Of(dialect), service).Text(relationOf, labels, timestampColumn);

    private string Text(Func<Topic, string> relationOf, string labels, string timestampColumn)
    {
        var queries = new List<string> { Labels(labels, timestampColumn) };
        var sources = new List<SourceQuery>();
        foreach (var source in _service.Sources)
        {
            var features = _steps.At(0).Where(feature => feature.View.Id == source.View.Id).ToArray();
            if (features.Length == 0) continue;
            sources.Add(new SourceQuery(_syntax, source.View, features));
            queries.AddRange(sources[^1].Queries(relationOf(source.View.Source!.Topic)));       // a source has one
        }
        queries.Add(Aggregates(sources));
        for (var step = 1; step < _steps.Count; step++) queries.Add(Computed(step));
        return $"""
            WITH
            {string.Join(",\n", queries)}
            SELECT {string.Join(",\n    ", _service.Features.Select(FeatureSteps.ColumnOf).Prepend("label.*"))}
            FROM {StepName(_steps.Count - 1)}
            """;
    }

    // A label's own columns travel as one, so that none can be taken for one of the query's.
    private string Labels(string labels, string timestampColumn)
    {
        var identifier = _syntax.Dialect.Identifier;
        var keys = KeyTypes().Select(key => $"{_syntax.FieldOfType($"{LabelName}.{identifier(key.Name)}", key.Type)} AS {SourceQuery.KeyColumn(key.Name)}");
        var at = _syntax.Micros(_syntax.FieldOfType($"{LabelName}.{identifier(timestampColumn)}", ScalarType.Timestamp));
        return $"""
            labels AS (
                SELECT {string.Join(",\n        ", [$"{_syntax.Row(LabelName)} AS label", .. keys, $"{at} AS t"])}
                FROM {labels} AS {LabelName}
            )
            """;
    }

    private static string Aggregates(List<SourceQuery> sources) => $"""
        {StepName(0)} AS (
            SELECT {string.Join(",\n        ", sources.SelectMany(source => source.Columns).Prepend("labels.label, labels.t"))}
            FROM {string.Join("\n    ", sources.SelectMany(source => source.Joins).Prepend("labels"))}
        )
        """;

    private string Computed(int step) => $"""
        {StepName(step)} AS (
            SELECT {string.Join(",\n        ", _steps.At(step).Select(feature => $"{Value(feature)} AS {FeatureSteps.ColumnOf(feature)}").Prepend("*"))}
            FROM {StepName(step - 1)}
        )
        """;

    private string Value(ServiceFeature feature) => feature.Feature.Definition switch
    {
        RatioDefinition ratio => Ratio(feature.View, ratio),
        OnDemandDefinition onDemand => onDemand.Expression.ToSql(_syntax.Dialect, field =>
            field.Name == "now" ? _syntax.Instant("t") : FeatureSteps.ColumnOf(FeatureSteps.Named(feature.View, field.Name))),
        _ => throw new UnreachableException($"{feature} is an aggregate"),
    };

    // By the expression language's own operations: a sum that has no number and a divisor of 0 are what they are there.
    private string Ratio(FeatureView view, RatioDefinition ratio)
    {
        var dialect = _syntax.Dialect;
        string Side(string name, double prior)
        {
            var feature = FeatureSteps.Named(view, name);
            var column = FeatureSteps.ColumnOf(feature);
            var number = feature.Feature.Type.Value == ScalarType.Double ? column : dialect.Call(Operation.Widen, [column]);
            return prior == 0 ? number : dialect.Call(Operation.AddDouble, [number, dialect.Literal(ScalarType.Double, Scalar.From(prior))]);
        }
        return dialect.Call(Operation.DivideDouble, [Side(ratio.Of, ratio.PriorOf), Side(ratio.To, ratio.PriorTo)]);
    }

    private IEnumerable<RowField> KeyTypes() => _service.Sources
        .SelectMany(source => source.View.JoinKeys.Zip(source.View.Source!.Keys, (joinKey, field) => field with { Name = joinKey }))     // a source has one
        .DistinctBy(key => key.Name);

    private static string StepName(int step) => $"features_{step}";
}
