using System.Diagnostics;

namespace SmartKart.FeatureStore.Expressions.Binding;

/// <summary>
/// How types meet. An Int64 widens to a Double where the other side is one; <c>null</c> takes the type of its neighbours; nothing else
/// changes by itself.
/// </summary>
internal static class TypeRules
{
    /// <summary>Whether a node is <c>null</c> and waits for a type.</summary>
    internal static bool IsUntyped(BoundNode node) => ReferenceEquals(node, Untyped);

    /// <summary><c>null</c> before it has a type.</summary>
    internal static readonly LiteralNode Untyped = new(ScalarType.String, Scalar.Null);

    /// <summary>The type that values of both may have; null where there is none.</summary>
    internal static ScalarType? Common(ScalarType left, ScalarType right) =>
        left == right ? left
        : (left, right) is (ScalarType.Int64, ScalarType.Double) or (ScalarType.Double, ScalarType.Int64) ? ScalarType.Double
        : null;

    /// <summary>Whether a node can be of a type without a cast.</summary>
    internal static bool Fits(BoundNode node, ScalarType type) =>
        IsUntyped(node) || node.Type == type || (node.Type, type) is (ScalarType.Int64, ScalarType.Double);

    /// <summary>The node as that type, which it fits.</summary>
    internal static BoundNode To(BoundNode node, ScalarType type) => node switch
    {
        _ when IsUntyped(node) => new LiteralNode(type, Scalar.Null),
        _ when node.Type == type => node,
        LiteralNode literal when literal.Value.IsNull => new LiteralNode(type, Scalar.Null),
        LiteralNode literal => new LiteralNode(type, Scalar.From((double)literal.Value.Int64)),
        _ => new CallNode(Operation.Widen, ScalarType.Double, [node]),
    };

    /// <summary>A cast that is written out; null where there is none between the types.</summary>
    internal static BoundNode? Cast(BoundNode node, ScalarType type)
    {
        if (Fits(node, type)) return To(node, type);
        return (node.Type, type) switch
        {
            (ScalarType.Boolean, ScalarType.Int64) => Call(Operation.BooleanToInt64),
            (ScalarType.Boolean, ScalarType.Double) => To(Call(Operation.BooleanToInt64), ScalarType.Double),
            (ScalarType.Boolean, ScalarType.String) => Call(Operation.BooleanToText),
            (ScalarType.Int64, ScalarType.String) => Call(Operation.Int64ToText),
            (ScalarType.Double, ScalarType.Int64) => Call(Operation.DoubleToInt64),
            (ScalarType.String, ScalarType.Int64) => Call(Operation.TextToInt64),
            (ScalarType.String, ScalarType.Double) => Call(Operation.TextToDouble),
            (ScalarType.String, ScalarType.Timestamp) => Call(Operation.TextToTimestamp),
            _ => null,
        };

        BoundNode Call(Operation operation) => new CallNode(operation, operation == Operation.BooleanToInt64 ? ScalarType.Int64 : type, [node]);
    }

    /// <summary>What to write where there is no cast.</summary>
    internal static string InsteadOfCast(ScalarType from, ScalarType to) => (from, to) switch
    {
        (ScalarType.String, ScalarType.Boolean) => "Compare it, as in x = 'true'.",
        (_, ScalarType.Boolean) => "Compare it, as in x <> 0.",
        (ScalarType.Double, ScalarType.String) => "The engines write Doubles differently. Cast it to int64 first, rounded as you need it.",
        (ScalarType.Timestamp, ScalarType.String) => "Take its parts: year(x), month(x), day(x), or date_trunc('day', x).",
        (ScalarType.Timestamp, _) => "Write epoch_seconds(x), or the microseconds since another instant: x - timestamp '1970-01-01'.",
        (_, ScalarType.Timestamp) => "An instant is a field, a literal such as timestamp '2026-01-31', or a cast of a text.",
        _ => throw new UnreachableException($"there is a cast from {from} to {to}"),
    };
}
