using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>
/// The events of a source as a flat relation: a column for each field, named by its dotted path and of exactly the type that
/// <see cref="SqlDialect.TypeName"/> gives, an event a row. Records are opened, the elements of <c>each</c> taken one by one, and events that
/// lack a key or their time left out. A view's filter isn't applied.
/// </summary>
public static class EventRelation
{
    /// <summary>The relation of what a view reads: its keys and time, and the fields of its filter and its aggregates.</summary>
    /// <param name="dialect">Of the engine that is to run it.</param>
    /// <param name="view">One with a source.</param>
    /// <param name="relation">
    /// What stands in FROM for the topic: a table's name, or such as <c>read_parquet('…', union_by_name = true)</c>. Its columns are the event
    /// contract's fields: records as STRUCT, arrays as LIST or ARRAY.
    /// </param>
    /// <returns>One SELECT, its columns in the order of <see cref="FieldsOf(FeatureView)"/>.</returns>
    public static string Write(SqlDialect dialect, FeatureView view, string relation) => Write(dialect, SourceOf(view), FieldsOf(view), relation);

    /// <summary>The relation of some fields of a source.</summary>
    /// <param name="dialect">Of the engine that is to run it.</param>
    /// <param name="source">The source.</param>
    /// <param name="fields">Fields of its row: at least one.</param>
    /// <param name="relation">What stands in FROM for the topic.</param>
    /// <returns>One SELECT, its columns in the order of the fields.</returns>
    public static string Write(SqlDialect dialect, EventSource source, IReadOnlyList<RowField> fields, string relation)
    {
        var syntax = QuerySyntax.Of(dialect);
        RowField[] needed = [.. source.Keys.Append(source.Timestamp).Distinct()];
        string Flat(RowField field) => $"{syntax.FieldOfType(PathOf(dialect, source, field), field.Type)} AS {dialect.Identifier(field.Name)}";
        string IsThere(RowField field) => $"{PathOf(dialect, source, field)} IS NOT NULL";
        if (source.Each is null)
        {
            return $"""
                SELECT {string.Join(",\n    ", fields.Select(Flat))}
                FROM {relation} AS e
                WHERE {string.Join(" AND ", needed.Select(IsThere))}
                """;
        }
        // The list is taken apart below the fields of its elements: beside it, an engine would do it once for each of them.
        var list = $"e.{dialect.Path(source.Each)}";
        RowField[] outer = [.. fields.Concat(needed).Distinct().Where(field => !IsOfElement(source, field))];
        return $"""
            SELECT {string.Join(",\n    ", fields.Select(field => IsOfElement(source, field) ? Flat(field) : dialect.Identifier(field.Name)))}
            FROM (
                SELECT {string.Join(",\n        ", outer.Select(Flat).Append(syntax.Element(list)))}
                FROM {relation} AS e{syntax.ElementJoin(list)}
            ) AS elements
            WHERE {string.Join(" AND ", needed.Select(field => IsOfElement(source, field) ? IsThere(field) : $"{dialect.Identifier(field.Name)} IS NOT NULL"))}
            """;
    }

    /// <summary>The fields that a view reads, in the order of its source's row.</summary>
    /// <param name="view">One with a source.</param>
    public static IReadOnlyList<RowField> FieldsOf(FeatureView view) => FieldsOf(view, view.Definitions.OfType<AggregateDefinition>());

    /// <summary>The fields that some of a view's aggregates read, and its keys, time and filter.</summary>
    internal static IReadOnlyList<RowField> FieldsOf(FeatureView view, IEnumerable<AggregateDefinition> aggregates)
    {
        var source = SourceOf(view);
        var expressions = aggregates.SelectMany(aggregate => new[] { aggregate.Of, aggregate.By, aggregate.Filter }).Append(view.Filter);
        var names = expressions.OfType<BoundExpression>().SelectMany(expression => expression.Fields)
            .Concat(source.Keys).Append(source.Timestamp).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        return [.. source.Row.Fields.Where(field => names.Contains(field.Name))];
    }

    private static EventSource SourceOf(FeatureView view) => view.Source
        ?? throw new ArgumentException($"{view.Id} has no events of its own. Ask for the views that it reads.", nameof(view));

    private static bool IsOfElement(EventSource source, RowField field) =>
        source.Each is { } each && (field.Name == each || field.Name.StartsWith(each + ".", StringComparison.Ordinal));

    private static string PathOf(SqlDialect dialect, EventSource source, RowField field)
    {
        if (!IsOfElement(source, field)) return $"e.{dialect.Path(field.Name)}";
        return field.Name == source.Each ? "item" : $"item.{dialect.Path(field.Name[(source.Each!.Length + 1)..])}";     // an element's field has an array
    }
}
