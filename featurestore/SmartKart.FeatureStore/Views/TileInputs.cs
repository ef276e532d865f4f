using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Views;

/// <summary>Collects the values that a view's aggregates take, each once: aggregates of the same value and filter share its place.</summary>
/// <param name="row">The source's.</param>
internal sealed class TileInputs(RowSchema row)
{
    /// <summary>What stands for the value of a count that has a filter and no value of its own: whatever isn't NULL.</summary>
    private static readonly BoundExpression Presence = Expression.Parse("true").Bind(new RowSchema(), ScalarType.Boolean);

    /// <summary>What stands for the value of a decayed sum that has a filter and no value of its own.</summary>
    private static readonly BoundExpression One = Expression.Parse("1").Bind(new RowSchema(), ScalarType.Int64);

    private readonly List<(BoundExpression Value, BoundExpression? Filter)> _inputs = [];

    /// <summary>The places of the source's row that the values are read from.</summary>
    public IEnumerable<int> Places => _inputs
        .SelectMany(input => input.Filter is null ? input.Value.Fields : input.Value.Fields.Concat(input.Filter.Fields))
        .Select(read => row.PlaceOf(read.Name));

    /// <summary>The place of a value among an event's inputs.</summary>
    public int PlaceOf(BoundExpression value, BoundExpression? filter)
    {
        var at = _inputs.FindIndex(input => IsSame(input.Value, value) && IsSame(input.Filter, filter));
        if (at >= 0) return at;
        _inputs.Add((value, filter));
        return _inputs.Count - 1;
    }

    /// <summary>The place of a value that is there for each event that the filter lets through.</summary>
    public (int Place, ScalarType Type) PlaceOfPresence(BoundExpression filter) => (PlaceOf(Presence, filter), Presence.Type);

    /// <summary>The place of a 1 for each event that the filter lets through.</summary>
    public (int Place, ScalarType Type) PlaceOfOne(BoundExpression filter) => (PlaceOf(One, filter), One.Type);

    /// <summary>What reads them, each filter's together.</summary>
    public FilteredInputs[] Compile() =>
    [
        .. _inputs
            .Select((input, target) => (Input: InputOf(input.Value, target), input.Filter))
            .GroupBy(input => input.Filter?.Text)
            .Select(group => new FilteredInputs(group.First().Filter?.CompileFilter(), [.. group.Select(input => input.Input)])),
    ];

    // A field as it is needs no evaluator.
    private TileInput InputOf(BoundExpression value, int target) => row.PlaceOf(value.Text) is >= 0 and var field
        ? new TileInput(target, field, Value: null)
        : new TileInput(target, Field: -1, value.Compile());

    private static bool IsSame(BoundExpression? left, BoundExpression? right) => left?.Text == right?.Text && left?.Type == right?.Type;
}
