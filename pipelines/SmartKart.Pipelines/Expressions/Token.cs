using System.Text.RegularExpressions;

namespace SmartKart.Pipelines.Expressions;

/// <summary>A piece of a condition: an operator, a quoted text or a bare word.</summary>
internal readonly record struct Token(string Text, bool IsQuoted, bool IsOperator);

/// <summary>Cuts a condition into tokens, and reads them from left to right.</summary>
internal sealed partial class Tokens
{
    private readonly string _text;
    private readonly List<Token> _all = [];
    private int _next;

    public Tokens(string text)
    {
        _text = text;
        for (var at = 0; at < text.Length;)
        {
            var match = Piece().Match(text, at);
            if (!match.Success) throw new ExpressionException($"'{text}' can't be read from '{text[at..]}' on. Put texts into quotes.");
            if (match.Groups["quoted"].Success) _all.Add(new Token(match.Groups["quoted"].Value[1..^1], IsQuoted: true, IsOperator: false));
            else if (match.Groups["operator"].Success) _all.Add(new Token(match.Groups["operator"].Value, IsQuoted: false, IsOperator: true));
            else if (match.Groups["word"].Success) _all.Add(new Token(match.Groups["word"].Value, IsQuoted: false, IsOperator: false));
            at = match.Index + match.Length;
        }
    }

    public Token? Next => _next < _all.Count ? _all[_next] : null;

    public bool TryTake(string symbol)
    {
        if (Next is not { IsOperator: true } token || token.Text != symbol) return false;
        _next++;
        return true;
    }

    /// <summary>A word or a quoted text.</summary>
    public Token TakeOperand(string what)
    {
        if (Next is not { IsOperator: false } token) throw Unexpected(what);
        _next++;
        return token;
    }

    public ExpressionException Unexpected(string expected) =>
        new($"'{_text}' can't be read: {expected} is expected {(Next is { } token ? $"before '{token.Text}'" : "at its end")}.");

    /// <summary>Reads <c>||</c> of <c>&amp;&amp;</c> of leaves, parentheses and <c>!</c>, to the end.</summary>
    public Logic<TLeaf> ReadLogic<TLeaf>(Func<Tokens, TLeaf> readLeaf)
    {
        var logic = ReadOr(readLeaf);
        return Next is null ? logic : throw Unexpected("&& or ||");
    }

    private Logic<TLeaf> ReadOr<TLeaf>(Func<Tokens, TLeaf> readLeaf)
    {
        var left = ReadAnd(readLeaf);
        while (TryTake("||")) left = new LogicOr<TLeaf>(left, ReadAnd(readLeaf));
        return left;
    }

    private Logic<TLeaf> ReadAnd<TLeaf>(Func<Tokens, TLeaf> readLeaf)
    {
        var left = ReadUnary(readLeaf);
        while (TryTake("&&")) left = new LogicAnd<TLeaf>(left, ReadUnary(readLeaf));
        return left;
    }

    private Logic<TLeaf> ReadUnary<TLeaf>(Func<Tokens, TLeaf> readLeaf)
    {
        if (TryTake("!")) return new LogicNot<TLeaf>(ReadUnary(readLeaf));
        if (!TryTake("(")) return new LogicLeaf<TLeaf>(readLeaf(this));
        var inner = ReadOr(readLeaf);
        return TryTake(")") ? inner : throw Unexpected("')'");
    }

    // A dash in a bare word is a minus to Argo, but where it begins a number; task names, which may have one, are read in 'depends' only.
    [GeneratedRegex(@"\G(?:\s+|(?<quoted>'[^']*'|""[^""]*"")|(?<operator>&&|\|\||==|!=|=~|!~|<=|>=|<|>|!|\(|\))|(?<word>-?[\w.][\w.-]*))")]
    private static partial Regex Piece();
}
