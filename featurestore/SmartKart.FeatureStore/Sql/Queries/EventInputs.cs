using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Expressions.Binding;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>
/// The values that a view's aggregates take from an event, each a column: NULL where the aggregate's filter doesn't hold, a long text cut.
/// Aggregates of the same value and filter share one.
/// </summary>
/// <param name="syntax">The engine's.</param>
internal sealed class EventInputs(QuerySyntax syntax)
{
    private readonly List<(string Column, string Text)> _inputs = [];

    /// <summary>Their definitions, as a SELECT lists them.</summary>
    internal IEnumerable<string> Columns => _inputs.Select(input => $"{input.Text} AS {input.Column}");

    /// <summary>The column of a value, or of a presence: TRUE where the filter holds.</summary>
    internal string ColumnOf(BoundExpression? value, BoundExpression? filter)
    {
        var text = value is null ? "TRUE" : value.ToSql(syntax.Dialect, FieldOf);
        if (value?.Type == ScalarType.String) text = syntax.Dialect.Call(Operation.Left, [text, $"{TileState.TextMax}"]);
        if (filter is not null) text = $"CASE WHEN {filter.ToSql(syntax.Dialect, FieldOf)} THEN {text} END";
        var known = _inputs.FindIndex(input => input.Text == text);
        if (known < 0)
        {
            known = _inputs.Count;
            _inputs.Add(($"input_{known}", text));
        }
        return _inputs[known].Column;
    }

    /// <summary>A field of the source among the columns of <see cref="EventRelation"/>, named <c>source</c>.</summary>
    internal string FieldOf(RowField field) => $"source.{syntax.Dialect.Identifier(field.Name)}";
}
