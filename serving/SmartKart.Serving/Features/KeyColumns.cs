using System.Text.Json;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Serving.Features;

/// <summary>From columns of join keys, as a request has them, to rows, as the store reads them.</summary>
internal static class KeyColumns
{
    /// <summary>So many entities a request may ask for: what takes longer holds others up.</summary>
    public const int RowsMax = 10_000;

    /// <summary>The rows.</summary>
    /// <returns>Entities × <see cref="OnlineStore.JoinKeys"/>.</returns>
    /// <exception cref="FeatureRequestException">A column is missing, too much, of another length, or has a value of another type.</exception>
    public static Scalar[] Rows(ServicePlan plan, IReadOnlyDictionary<string, JsonElement[]> columns)
    {
        var names = OnlineStore.JoinKeys(plan);
        if (names.FirstOrDefault(name => !columns.ContainsKey(name)) is { } missing)
            throw new FeatureRequestException($"The entities lack the join key '{missing}'. '{plan.Name}' needs {string.Join(", ", names)}.");
        if (columns.Keys.FirstOrDefault(column => !names.Contains(column)) is { } unknown)
            throw new FeatureRequestException($"The entities have '{unknown}', which '{plan.Name}' doesn't know. It needs {string.Join(", ", names)}.");
        if (columns.FirstOrDefault(column => column.Value is null) is { Key: { } empty })
            throw new FeatureRequestException($"The column '{empty}' is null. Give it a list of values, one for each entity.");
        var count = columns[names[0]].Length;
        if (columns.FirstOrDefault(column => column.Value.Length != count) is { Key: { } uneven })
            throw new FeatureRequestException(
                $"The column '{uneven}' has another length than '{names[0]}', which has {count} values. Give one for each entity.");
        if (count > RowsMax)
            throw new FeatureRequestException($"The request asks for {count} entities. Ask for {RowsMax} at most, and for the rest in other requests.");
        var rows = new Scalar[count * names.Count];
        for (var column = 0; column < names.Count; column++)
        {
            var (name, type) = (names[column], TypeOf(plan, names[column]));
            for (var row = 0; row < count; row++) rows[(row * names.Count) + column] = Value(columns[name][row], type, name, row);
        }
        return rows;
    }

    // A join key has one type wherever it is used: that of the events' field.
    private static ScalarType TypeOf(ServicePlan plan, string joinKey)
    {
        var source = plan.Sources.First(source => source.View.JoinKeys.Contains(joinKey));
        return source.View.Source!.Keys[source.View.JoinKeys.ToList().IndexOf(joinKey)].Type;       // what has tiles has a source
    }

    private static Scalar Value(JsonElement value, ScalarType type, string column, int row) => (value.ValueKind, type) switch
    {
        (JsonValueKind.Null, _) => Scalar.Null,
        (JsonValueKind.String, ScalarType.String) when TextOf(value) is { } text => Scalar.From(text),
        (JsonValueKind.Number, ScalarType.Int64) when value.TryGetInt64(out var number) => Scalar.From(number),
        (JsonValueKind.True or JsonValueKind.False, ScalarType.Boolean) => Scalar.From(value.GetBoolean()),
        _ => throw new FeatureRequestException($"The value {row} of '{column}' is {RawTextOf(value)}, where one of type {type} is due."),
    };

    // Bytes that are no UTF-8 are no text to be told, either.
    private static string RawTextOf(JsonElement value)
    {
        try
        {
            return value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return "no Unicode";
        }
    }

    // Null where escapes make no text: half of a surrogate pair is none.
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
