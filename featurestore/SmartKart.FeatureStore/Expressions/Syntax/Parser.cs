namespace SmartKart.FeatureStore.Expressions.Syntax;

/// <summary>
/// Reads an expression by recursive descent, loosest first:
/// <code>
/// or  |  and  |  not  |  = &lt;&gt; != &lt; &lt;= &gt; &gt;= is in between like  |  ||  |  + -  |  * / %  |  -x  |  literal, field, call, (…)
/// </code>
/// Comparisons don't chain, as in SQL. Depth is bounded both going down and in the tree, so nothing that walks it can overflow the stack.
/// </summary>
internal sealed class Parser
{
    private static readonly string[] Reserved =
        ["and", "or", "not", "in", "between", "like", "is", "null", "true", "false", "case", "when", "then", "else", "end"];

    private readonly TokenCursor _tokens;
    private readonly OperandParser _operands;
    private int _depth;

    internal Parser(string text)
    {
        if (text.Length > Expression.MaxLength)
        {
            throw new ExpressionException(text[..40] + "…", 0,
                $"the expression has {text.Length} characters, and {Expression.MaxLength} is the most. Compute parts of it as fields of their own.");
        }
        _tokens = new TokenCursor(text);
        _operands = new OperandParser(_tokens, this);
    }

    internal static bool IsReserved(Token token) => token.Kind == TokenKind.Word && Array.Exists(Reserved, token.IsWord);

    /// <summary>The whole text as one expression.</summary>
    internal SyntaxNode Parse()
    {
        if (_tokens.Current.Kind == TokenKind.End)
            throw _tokens.Fault("the expression is empty. Write a field, a literal or a condition such as action = 'view'.");
        var root = Any();
        return _tokens.Current.Kind == TokenKind.End ? root : throw Unexpected();
    }

    /// <summary>One expression, as far as it goes.</summary>
    internal SyntaxNode Any()
    {
        if (++_depth > Expression.MaxDepth) throw TooDeep(_tokens.Current.Position);
        var node = Chain(false, () => Chain(true, Not));
        _depth--;
        return node;
    }

    /// <summary>Holds a node to the bound on depth: chains of operators make a deep tree without going deep in here.</summary>
    internal SyntaxNode Bounded(SyntaxNode node) => node.Depth <= Expression.MaxDepth ? node : throw TooDeep(node.Position);

    private SyntaxNode Chain(bool isAnd, Func<SyntaxNode> next)
    {
        var word = isAnd ? "and" : "or";
        var first = next();
        if (!_tokens.Current.IsWord(word)) return first;
        var position = _tokens.Current.Position;
        List<SyntaxNode> conditions = [first];
        while (_tokens.TryWord(word)) conditions.Add(next());
        return Bounded(new LogicSyntax(position, isAnd, [.. conditions]));
    }

    private SyntaxNode Not()
    {
        var position = _tokens.Current.Position;
        if (!_tokens.TryWord("not")) return Predicate();
        if (++_depth > Expression.MaxDepth) throw TooDeep(position);
        var node = Bounded(new NotSyntax(position, Not()));
        _depth--;
        return node;
    }

    private SyntaxNode Predicate()
    {
        var left = Join();
        var token = _tokens.Current;
        if (token.Kind == TokenKind.Symbol && token.Value is "=" or "<>" or "!=" or "<" or "<=" or ">" or ">=")
        {
            _tokens.Advance();
            var symbol = token.Value == "!=" ? "<>" : token.Value;
            var comparison = Bounded(new ComparisonSyntax(token.Position, symbol, left, Join()));
            if (_tokens.Current.Kind == TokenKind.Symbol && _tokens.Current.Value is "=" or "<>" or "!=" or "<" or "<=" or ">" or ">=")
                throw _tokens.Fault("comparisons don't chain. Join two with 'and', or put one in parentheses.");
            return comparison;
        }
        if (_tokens.TryWord("is")) return Is(token.Position, left);
        var negated = _tokens.TryWord("not");
        SyntaxNode? predicate =
            _tokens.TryWord("in") ? new InSyntax(token.Position, left, Items())
            : _tokens.TryWord("between") ? Between(token.Position, left)
            : _tokens.TryWord("like") ? Like(token.Position, left)
            : null;
        if (predicate is null) return negated ? throw _tokens.Fault($"after 'not' comes in, between or like here, not {_tokens.Current.Describe()}.") : left;
        return Bounded(negated ? new NotSyntax(token.Position, predicate) : predicate);
    }

    private SyntaxNode Is(int position, SyntaxNode operand)
    {
        var negated = _tokens.TryWord("not");
        SyntaxNode node;
        if (_tokens.TryWord("null")) node = new IsNullSyntax(position, operand);
        else if (_tokens.TryWord("distinct"))
        {
            if (!_tokens.TryWord("from")) throw _tokens.Fault($"after 'is distinct' comes 'from', not {_tokens.Current.Describe()}.");
            node = new IsDistinctSyntax(position, operand, Join());
        }
        else throw _tokens.Fault($"after 'is' comes null or distinct from, not {_tokens.Current.Describe()}. Write a comparison with '='.");
        return Bounded(negated ? new NotSyntax(position, node) : node);
    }

    private SyntaxNode[] Items()
    {
        _tokens.Expect("(", "after 'in' comes a list in parentheses, such as in ('view', 'cart')");
        List<SyntaxNode> items = [];
        do items.Add(Any());
        while (_tokens.TrySymbol(","));
        _tokens.Expect(")", "the list goes on with ',' or ends with ')'");
        return [.. items];
    }

    private BetweenSyntax Between(int position, SyntaxNode operand)
    {
        var low = Join();
        return _tokens.TryWord("and")
            ? new BetweenSyntax(position, operand, low, Join())
            : throw _tokens.Fault($"between has two bounds, as in between 1 and 5; 'and' is missing before {_tokens.Current.Describe()}.");
    }

    private LikeSyntax Like(int position, SyntaxNode operand)
    {
        var pattern = _tokens.Take(TokenKind.Text, "a pattern is a text, such as like 'tea%'");
        Token? escape = _tokens.TryWord("escape") ? _tokens.Take(TokenKind.Text, "after 'escape' comes one character in quotes") : null;
        return new LikeSyntax(position, operand, pattern, escape);
    }

    private SyntaxNode Join()
    {
        var first = Sum();
        if (!_tokens.Current.IsSymbol("||")) return first;
        var position = _tokens.Current.Position;
        List<SyntaxNode> texts = [first];
        while (_tokens.TrySymbol("||")) texts.Add(Sum());
        return Bounded(new CallSyntax(position, "concat", [.. texts]));
    }

    private SyntaxNode Sum()
    {
        var left = Product();
        while (_tokens.Current is { Kind: TokenKind.Symbol, Value: "+" or "-" } symbol)
        {
            _tokens.Advance();
            left = Bounded(new ArithmeticSyntax(symbol.Position, symbol.Value, left, Product()));
        }
        return left;
    }

    private SyntaxNode Product()
    {
        var left = Signed();
        while (_tokens.Current is { Kind: TokenKind.Symbol, Value: "*" or "/" or "%" } symbol)
        {
            _tokens.Advance();
            left = Bounded(new ArithmeticSyntax(symbol.Position, symbol.Value, left, Signed()));
        }
        return left;
    }

    private SyntaxNode Signed()
    {
        var position = _tokens.Current.Position;
        if (!_tokens.TrySymbol("-")) return _operands.Operand(isNegative: false);
        // The sign belongs to the number, or the least whole number could not be written.
        if (_tokens.Current.Kind == TokenKind.Number) return _operands.Operand(isNegative: true);
        if (++_depth > Expression.MaxDepth) throw TooDeep(position);
        var node = Bounded(new NegateSyntax(position, Signed()));
        _depth--;
        return node;
    }

    private ExpressionException Unexpected()
    {
        var token = _tokens.Current;
        return _tokens.Fault(token.IsSymbol(")")
            ? "this ')' closes nothing. Leave it out, or open it before."
            : $"the expression was over before {token.Describe()}. Join the parts with an operator, and or or.");
    }

    private ExpressionException TooDeep(int position) => _tokens.Fault(
        $"the expression is more than {Expression.MaxDepth} levels deep. Compute parts of it as fields of their own, or write a chain of and, or, || or in.",
        position);
}
