using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Expressions.Binding;

namespace SmartKart.FeatureStore.Sql;

/// <summary>A node with its text, for a dialect whose text depends on what stands there.</summary>
internal readonly record struct Operand(BoundNode Node, string Text)
{
    /// <summary>Whether the text may be repeated: a name or a literal. Repeating anything else doubles the text at every level.</summary>
    internal bool IsShort => Node is FieldNode or LiteralNode;

    /// <summary>Whether it is a literal with a value.</summary>
    internal bool IsValue => Node is LiteralNode { Value.IsNull: false };

    /// <summary>Whether it may be NaN, as far as can be told: no literal is.</summary>
    internal bool MayBeNaN => Node.Type == ScalarType.Double && Node is not LiteralNode && !(Node is CallNode call && call.Operation.IsNeverNaN());

    /// <summary>For messages and for text: what is written.</summary>
    public override string ToString() => Text;
}
