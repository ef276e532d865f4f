using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Views;

/// <summary>One value that an event brings to its tiles: a field as it is, or an expression's value.</summary>
/// <param name="Target">Its place among the event's inputs.</param>
/// <param name="Field">The place of the field in the row; −1 for an expression.</param>
/// <param name="Value">The expression; null for a field.</param>
internal sealed record TileInput(int Target, int Field, Func<Scalar[], Scalar>? Value);

/// <summary>The values that are there where a filter is true, and NULL elsewhere, so that their aggregates pass the event over.</summary>
/// <param name="Filter">Asked once for all of them; null for always.</param>
/// <param name="Inputs">At least one.</param>
internal sealed record FilteredInputs(Func<Scalar[], bool>? Filter, TileInput[] Inputs)
{
    public void Read(Scalar[] row, Span<Scalar> inputs)
    {
        var holds = Filter is null || Filter(row);
        foreach (var input in Inputs)
        {
            inputs[input.Target] = !holds ? Scalar.Null : input.Value is null ? row[input.Field] : input.Value(row);
        }
    }
}
