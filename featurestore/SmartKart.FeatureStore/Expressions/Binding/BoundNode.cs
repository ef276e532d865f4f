namespace SmartKart.FeatureStore.Expressions.Binding;

/// <summary>
/// A piece of an expression whose type is known: what the evaluator and every SQL dialect are made from, so that they can't read it
/// differently. What the language has more than this (if, clamp, mod, not in, is not null) was rewritten into it.
/// </summary>
internal abstract record BoundNode(ScalarType Type, bool IsNullable);

/// <summary>A value, or NULL of a type.</summary>
internal sealed record LiteralNode(ScalarType Type, Scalar Value) : BoundNode(Type, Value.IsNull);

internal sealed record FieldNode(int Place, RowField Field) : BoundNode(Field.Type, Field.IsNullable);

/// <summary>An operation on values: NULL where an argument is.</summary>
internal sealed record CallNode(Operation Operation, ScalarType Type, BoundNode[] Arguments)
    : BoundNode(Type, Operation.MayFail() || Array.Exists(Arguments, argument => argument.IsNullable));

/// <summary>Two values of one type, compared in that type's order.</summary>
internal sealed record ComparisonNode(Comparison Comparison, BoundNode Left, BoundNode Right)
    : BoundNode(ScalarType.Boolean, Left.IsNullable || Right.IsNullable);

internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A chain of <c>and</c>, or of <c>or</c>, in three-valued logic.</summary>
internal sealed record LogicNode(bool IsAnd, BoundNode[] Conditions)
    : BoundNode(ScalarType.Boolean, Array.Exists(Conditions, condition => condition.IsNullable));

internal sealed record NotNode(BoundNode Condition) : BoundNode(ScalarType.Boolean, Condition.IsNullable);

internal sealed record IsNullNode(BoundNode Operand) : BoundNode(ScalarType.Boolean, IsNullable: false);

/// <summary>Whether two values differ, where NULL is a value like any other.</summary>
internal sealed record IsDistinctNode(BoundNode Left, BoundNode Right) : BoundNode(ScalarType.Boolean, IsNullable: false);

/// <param name="Operand">What is looked for.</param>
/// <param name="Items">Not null, of the operand's type.</param>
/// <param name="HasNull">Whether the list had a NULL too: then nothing is known not to be in it.</param>
internal sealed record InNode(BoundNode Operand, LiteralNode[] Items, bool HasNull) : BoundNode(ScalarType.Boolean, Operand.IsNullable || HasNull);

internal sealed record BetweenNode(BoundNode Operand, BoundNode Low, BoundNode High)
    : BoundNode(ScalarType.Boolean, Operand.IsNullable || Low.IsNullable || High.IsNullable);

internal sealed record LikeNode(BoundNode Operand, LikePattern Pattern) : BoundNode(ScalarType.Boolean, Operand.IsNullable);

/// <summary>The result of the first condition that is true; without one, the last of the results.</summary>
internal sealed record CaseNode(BoundNode[] Conditions, BoundNode[] Results, BoundNode Otherwise)
    : BoundNode(Otherwise.Type, Otherwise.IsNullable || Array.Exists(Results, result => result.IsNullable));

/// <summary>The result of the first value that the operand equals; without one, the last of the results.</summary>
internal sealed record SwitchNode(BoundNode Operand, LiteralNode[] Values, BoundNode[] Results, BoundNode Otherwise)
    : BoundNode(Otherwise.Type, Otherwise.IsNullable || Array.Exists(Results, result => result.IsNullable));

/// <summary>The first value that isn't NULL.</summary>
internal sealed record CoalesceNode(BoundNode[] Values) : BoundNode(Values[0].Type, Array.TrueForAll(Values, value => value.IsNullable));

/// <summary>The first value, or NULL where it equals the second.</summary>
internal sealed record NullIfNode(BoundNode Value, BoundNode Unwanted) : BoundNode(Value.Type, IsNullable: true);

/// <summary>The greatest or the least of the values that aren't NULL.</summary>
internal sealed record ExtremeNode(bool IsGreatest, BoundNode[] Values) : BoundNode(Values[0].Type, Array.TrueForAll(Values, value => value.IsNullable));
