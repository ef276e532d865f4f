using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Tests.Expressions;

/// <summary>An event's row as tests write it, and one expression over it.</summary>
internal static class Rows
{
    public static RowSchema Schema { get; } = new(
        new("action", ScalarType.String),
        new("price", ScalarType.Double),
        new("quantity", ScalarType.Int64),
        new("is_new", ScalarType.Boolean),
        new("last_at", ScalarType.Timestamp),
        new("now", ScalarType.Timestamp, IsNullable: false),
        new("lines.sku", ScalarType.String));

    /// <summary>A row of the schema, from .NET's own values in its order; an instant is a DateTime.</summary>
    public static Scalar[] Row(params object?[] values)
    {
        var row = new Scalar[Schema.Fields.Count];
        for (var i = 0; i < values.Length; i++) row[i] = Of(values[i]);
        return row;
    }

    public static Scalar Of(object? value) => value switch
    {
        null => Scalar.Null,
        bool condition => Scalar.From(condition),
        int whole => Scalar.From((long)whole),
        long whole => Scalar.From(whole),
        double number => Scalar.From(number),
        string text => Scalar.From(text),
        DateTime time => Scalar.FromTimestamp((time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
        _ => throw new ArgumentException($"no scalar of {value.GetType()}"),
    };

    /// <summary>What an expression gives for a row, as .NET's own value; an instant as microseconds.</summary>
    public static object? Evaluate(string expression, params object?[] values)
    {
        var bound = Expression.Parse(expression).Bind(Schema);
        var value = bound.Compile()(Row(values));
        return value.IsNull ? null : bound.Type switch
        {
            ScalarType.Boolean => value.Boolean,
            ScalarType.Double => value.Double,
            ScalarType.String => value.String,
            _ => value.Int64,
        };
    }
}
