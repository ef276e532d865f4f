using SmartKart.FeatureStore.Expressions.Binding;
using SmartKart.FeatureStore.Expressions.Syntax;

namespace SmartKart.FeatureStore.Expressions;

/// <summary>
/// An expression of the language of <c>filter</c>, <c>of</c>, <c>by</c> and <c>on_demand</c>, parsed and not yet bound to fields. Immutable.
/// </summary>
public sealed class Expression
{
    /// <summary>The longest text that is parsed, in characters.</summary>
    public const int MaxLength = 65_536;

    /// <summary>
    /// How deep an expression may be: parentheses, operators and calls inside one another. DuckDB refuses SQL of a thousand levels, and one
    /// level here is up to nine there.
    /// </summary>
    public const int MaxDepth = 100;

    private readonly SyntaxNode _root;

    private Expression(string text, SyntaxNode root) => (Text, _root) = (text, root);

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>The names of the fields that it mentions, each once, whether or not there are such fields.</summary>
    public IReadOnlyList<string> FieldNames => Syntax.FieldNames.Of(_root);

    /// <summary>Parses an expression.</summary>
    /// <exception cref="ExpressionException">It isn't one, or is longer or deeper than the limits.</exception>
    public static Expression Parse(string text) => new(text, new Parser(text).Parse());

    /// <summary>Resolves its fields and functions, and types it.</summary>
    /// <param name="row">The fields it may read; <c>now</c> is one where it is to be had.</param>
    /// <exception cref="ExpressionException">A field or function is unknown, or types don't fit.</exception>
    public BoundExpression Bind(RowSchema row)
    {
        var binder = new Binder(Text, row);
        return new BoundExpression(Text, binder.BindRoot(_root), binder.Fields);
    }

    /// <summary>Resolves its fields and functions, and holds it to a type; an Int64 is widened where a Double is wanted.</summary>
    /// <param name="row">The fields it may read.</param>
    /// <param name="type">What it must give: a filter, for example, a Boolean.</param>
    /// <exception cref="ExpressionException">A field or function is unknown, types don't fit, or it gives another type.</exception>
    public BoundExpression Bind(RowSchema row, ScalarType type)
    {
        var binder = new Binder(Text, row);
        return new BoundExpression(Text, binder.BindRoot(_root, type), binder.Fields);
    }

    /// <summary>The expression as it was written.</summary>
    public override string ToString() => Text;
}
