using System.Diagnostics;
using SmartKart.FeatureStore.Expressions.Syntax;

namespace SmartKart.FeatureStore.Expressions.Binding;

/// <summary>Gives each piece of an expression its type and each name its meaning; for one expression and one row.</summary>
internal sealed class Binder
{
    private readonly string _text;
    private readonly RowSchema _row;
    private readonly List<RowField> _fields = [];
    private readonly FunctionBinder _functions;

    internal Binder(string text, RowSchema row)
    {
        _text = text;
        _row = row;
        _functions = new FunctionBinder(this);
    }

    /// <summary>The fields read so far, each once.</summary>
    internal IReadOnlyList<RowField> Fields => _fields;

    internal BoundNode BindRoot(SyntaxNode root) => Typed(root);

    internal BoundNode BindRoot(SyntaxNode root, ScalarType type)
    {
        var node = Bind(root);
        return TypeRules.Fits(node, type)
            ? TypeRules.To(node, type)
            : throw Fault(root.Position, $"this is a {node.Type}, and a {type} is wanted here. {Remedy(node.Type, type)}");
    }

    /// <summary>A node, which may still be the <c>null</c> without a type.</summary>
    internal BoundNode Bind(SyntaxNode syntax) => syntax switch
    {
        LiteralSyntax literal => literal.Type is { } type ? new LiteralNode(type, literal.Value) : TypeRules.Untyped,
        FieldSyntax field => Field(field),
        NegateSyntax negate => Negate(negate),
        ArithmeticSyntax arithmetic => Arithmetic(arithmetic),
        ComparisonSyntax comparison => Compare(comparison),
        LogicSyntax logic => new LogicNode(logic.IsAnd, [.. logic.Conditions.Select(condition => Condition(condition, logic.IsAnd ? "and" : "or"))]),
        NotSyntax not => new NotNode(Condition(not.Condition, "not")),
        IsNullSyntax isNull => new IsNullNode(Typed(isNull.Operand)),
        IsDistinctSyntax distinct => Alike(distinct.Position, "is distinct from", distinct.Left, distinct.Right) is [var left, var right]
            ? new IsDistinctNode(left, right)
            : throw new UnreachableException(),
        InSyntax inList => In(inList),
        BetweenSyntax between => Unified(between.Position, "between", between.Operand, between.Low, between.High) is [var operand, var low, var high]
            ? new BetweenNode(operand, low, high)
            : throw new UnreachableException(),
        LikeSyntax like => Like(like),
        CaseSyntax @case => Case(@case),
        CastSyntax cast => Cast(cast),
        CallSyntax call => _functions.Bind(call),
        _ => throw new UnreachableException($"no rule for {syntax.GetType().Name}"),
    };

    /// <summary>A node that has a type.</summary>
    internal BoundNode Typed(SyntaxNode syntax)
    {
        var node = Bind(syntax);
        return TypeRules.IsUntyped(node) ? throw Fault(syntax.Position, "null has no type here. Write one: cast(null as int64).") : node;
    }

    /// <summary>Nodes brought to the one type that they all fit.</summary>
    internal BoundNode[] Unified(int position, string what, params ReadOnlySpan<SyntaxNode> operands)
    {
        var nodes = new BoundNode[operands.Length];
        ScalarType? common = null;
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Bind(operands[i]);
            if (TypeRules.IsUntyped(nodes[i])) continue;
            common = common is { } soFar
                ? TypeRules.Common(soFar, nodes[i].Type)
                    ?? throw Fault(operands[i].Position, $"this is a {nodes[i].Type}, and what it meets by {what} is a {soFar}. {Remedy(nodes[i].Type, soFar)}")
                : nodes[i].Type;
        }
        if (common is not { } type) throw Fault(position, $"{what} has only nulls, which have no type. Write one: cast(null as int64).");
        for (var i = 0; i < nodes.Length; i++) nodes[i] = TypeRules.To(nodes[i], type);
        return nodes;
    }

    /// <summary>Nodes that are compared: of one type, and literals that a field beside them may hold.</summary>
    private BoundNode[] Alike(int position, string what, params ReadOnlySpan<SyntaxNode> operands)
    {
        var nodes = Unified(position, what, operands);
        if (Array.Find(nodes, node => node is FieldNode { Field.Symbols: not null }) is not FieldNode { Field: { Symbols: { } symbols } field }) return nodes;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i] is not LiteralNode { Value: { IsNull: false } literal } || symbols.Contains(literal.String)) continue;
            var remedy = NearestName.Of(literal.String!, symbols) is { } nearest
                ? $"Did you mean '{nearest}'?"
                : $"Its values are {string.Join(", ", symbols)}.";
            throw Fault(operands[i].Position, $"'{field.Name}' is never '{literal.String}'. {remedy}");
        }
        return nodes;
    }

    internal BoundNode Condition(SyntaxNode syntax, string what)
    {
        var node = Bind(syntax);
        return TypeRules.Fits(node, ScalarType.Boolean)
            ? TypeRules.To(node, ScalarType.Boolean)
            : throw Fault(syntax.Position, $"{what} takes Booleans, and this is a {node.Type}. {TypeRules.InsteadOfCast(node.Type, ScalarType.Boolean)}");
    }

    internal ExpressionException Fault(int position, string problem) => new(_text, position, problem);

    private static string Remedy(ScalarType actual, ScalarType wanted)
    {
        if ((actual, wanted) is (ScalarType.String, ScalarType.Timestamp) or (ScalarType.Timestamp, ScalarType.String))
            return "Write an instant as timestamp '2026-01-31', or cast the text: cast(x as timestamp).";
        var mayCast = TypeRules.Cast(new FieldNode(0, new RowField("x", actual)), wanted) is not null;
        return mayCast ? $"Write cast(… as {wanted.ToString().ToLowerInvariant()})." : TypeRules.InsteadOfCast(actual, wanted);
    }

    private FieldNode Field(FieldSyntax field)
    {
        var place = _row.PlaceOf(field.Name);
        if (place < 0)
        {
            var known = _row.Fields.Count == 0 ? "There are no fields here." : $"The fields are {string.Join(", ", _row.Fields.Select(known => known.Name))}.";
            var remedy = _row.Nearest(field.Name) is { } nearest ? $"Did you mean '{nearest}'?" : known;
            throw Fault(field.Position, $"there is no field '{field.Name}'. {remedy}");
        }
        var read = _row.Fields[place];
        if (!_fields.Contains(read)) _fields.Add(read);
        return new FieldNode(place, read);
    }

    private CallNode Negate(NegateSyntax negate)
    {
        var operand = Typed(negate.Operand);
        return operand.Type switch
        {
            ScalarType.Int64 => new CallNode(Operation.NegateInt64, ScalarType.Int64, [operand]),
            ScalarType.Double => new CallNode(Operation.NegateDouble, ScalarType.Double, [operand]),
            _ => throw Fault(negate.Position, $"'-' takes an Int64 or a Double, and this is a {operand.Type}. {NumberRemedy(operand.Type)}"),
        };
    }

    private CallNode Arithmetic(ArithmeticSyntax arithmetic)
    {
        var (symbol, position) = (arithmetic.Symbol, arithmetic.Position);
        var operands = Unified(position, $"'{symbol}'", arithmetic.Left, arithmetic.Right);
        var type = operands[0].Type;
        if (symbol == "-" && type == ScalarType.Timestamp) return new CallNode(Operation.Elapsed, ScalarType.Int64, operands);
        if (type is not (ScalarType.Int64 or ScalarType.Double))
            throw Fault(position, $"'{symbol}' takes Int64s and Doubles, and these are {type}s. {NumberRemedy(type)}");
        if (symbol == "%" && type == ScalarType.Double)
            throw Fault(position, "'%' takes Int64s: the engines differ on Doubles. Write x - y * floor(x / y), or cast both to int64.");
        if (symbol == "/") operands = [TypeRules.To(operands[0], ScalarType.Double), TypeRules.To(operands[1], ScalarType.Double)];
        var operation = (symbol, type) switch
        {
            ("+", ScalarType.Int64) => Operation.AddInt64,
            ("-", ScalarType.Int64) => Operation.SubtractInt64,
            ("*", ScalarType.Int64) => Operation.MultiplyInt64,
            ("%", _) => Operation.ModuloInt64,
            ("+", _) => Operation.AddDouble,
            ("-", _) => Operation.SubtractDouble,
            ("*", _) => Operation.MultiplyDouble,
            ("/", _) => Operation.DivideDouble,
            _ => throw new UnreachableException($"no operator {symbol}"),
        };
        return new CallNode(operation, symbol == "/" ? ScalarType.Double : type, operands);
    }

    private static string NumberRemedy(ScalarType type) => type switch
    {
        ScalarType.String => "Cast it, as in cast(x as double); texts are joined by '||'.",
        ScalarType.Timestamp => "The difference of two instants is later - earlier, in microseconds, as in hours(later - earlier).",
        _ => "Cast it, as in cast(x as int64).",
    };

    private ComparisonNode Compare(ComparisonSyntax comparison)
    {
        // x = null is never true: whoever writes it means something else.
        if (comparison.Left is LiteralSyntax { Type: null } || comparison.Right is LiteralSyntax { Type: null })
            throw Fault(comparison.Position, $"'{comparison.Symbol}' with null is never true. Write 'is null' or 'is not null'.");
        var operands = Alike(comparison.Position, $"'{comparison.Symbol}'", comparison.Left, comparison.Right);
        return new ComparisonNode(comparison.Symbol switch
        {
            "=" => Comparison.Equal,
            "<>" => Comparison.NotEqual,
            "<" => Comparison.Less,
            "<=" => Comparison.LessOrEqual,
            ">" => Comparison.Greater,
            _ => Comparison.GreaterOrEqual,
        }, operands[0], operands[1]);
    }

    private InNode In(InSyntax inList)
    {
        foreach (var item in inList.Items)
        {
            if (item is not LiteralSyntax) throw Fault(item.Position, "a list of 'in' holds literals. Compare with anything else by '=', joined by 'or'.");
        }
        var nodes = Alike(inList.Position, "'in'", [inList.Operand, .. inList.Items]);
        var items = nodes.Skip(1).Cast<LiteralNode>().ToArray();
        return new InNode(nodes[0], Array.FindAll(items, item => !item.Value.IsNull), Array.Exists(items, item => item.Value.IsNull));
    }

    private LikeNode Like(LikeSyntax like)
    {
        var operand = Typed(like.Operand);
        if (operand.Type != ScalarType.String)
            throw Fault(like.Operand.Position, $"like takes a String, and this is a {operand.Type}. {Remedy(operand.Type, ScalarType.String)}");
        if (like.Escape is { } escape && (escape.Value.Length == 0 || CodePoints.Length(escape.Value) != 1 || escape.Value is "%" or "_"))
            throw Fault(escape.Position, "an escape is one character other than % and _. Write escape '\\', for example.");
        var pattern = LikePattern.Read(like.Pattern.Value, like.Escape?.Value, out var faultAt);
        return faultAt < 0
            ? new LikeNode(operand, pattern)
            : throw Fault(like.Pattern.Position, $"in the pattern, character {faultAt + 1} escapes nothing. After the escape comes %, _ or itself.");
    }

    private BoundNode Case(CaseSyntax @case)
    {
        if (@case.Operand is { } operand) return Switch(@case, operand);
        return Choice(@case.Position, "case", [.. @case.Conditions.Select(condition => Condition(condition, "when"))], @case.Results, @case.Otherwise);
    }

    private SwitchNode Switch(CaseSyntax @case, SyntaxNode operand)
    {
        foreach (var value in @case.Conditions)
        {
            if (value is not LiteralSyntax { Type: not null })
            {
                throw Fault(value.Position,
                    "the values of 'case x when' are literals other than null. Compare with anything else by 'case when x = … then'.");
            }
        }
        var compared = Alike(@case.Position, "'when'", [operand, .. @case.Conditions]);
        var choice = Choice(@case.Position, "case", [], @case.Results, @case.Otherwise);
        return new SwitchNode(compared[0], [.. compared.Skip(1).Cast<LiteralNode>()], choice.Results, choice.Otherwise);
    }

    /// <summary>A choice between results of one type.</summary>
    internal CaseNode Choice(int position, string what, BoundNode[] conditions, SyntaxNode[] results, SyntaxNode? otherwise)
    {
        var nodes = Unified(position, what, [.. results, otherwise ?? new LiteralSyntax(position, null, Scalar.Null)]);
        return new CaseNode(conditions, nodes[..^1], nodes[^1]);
    }

    private BoundNode Cast(CastSyntax cast)
    {
        var operand = Bind(cast.Operand);
        return TypeRules.Cast(operand, cast.Type)
            ?? throw Fault(cast.Position, $"there is no cast from {operand.Type} to {cast.Type}. {TypeRules.InsteadOfCast(operand.Type, cast.Type)}");
    }
}
