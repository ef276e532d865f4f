namespace SmartKart.FeatureStore.Expressions.Syntax;

/// <summary>The tokens of an expression with a place among them: the current one, and the one after it.</summary>
internal sealed class TokenCursor
{
    private readonly Lexer _lexer;
    private readonly string _text;

    internal TokenCursor(string text)
    {
        _text = text;
        _lexer = new Lexer(text);
        Current = _lexer.Next();
        Following = _lexer.Next();
    }

    internal Token Current { get; private set; }

    internal Token Following { get; private set; }

    /// <summary>Goes on by one.</summary>
    /// <returns>The token that was current.</returns>
    internal Token Advance()
    {
        var token = Current;
        Current = Following;
        Following = _lexer.Next();
        return token;
    }

    internal bool TryWord(string word)
    {
        if (!Current.IsWord(word)) return false;
        Advance();
        return true;
    }

    internal bool TrySymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol)) return false;
        Advance();
        return true;
    }

    internal void Expect(string symbol, string rule)
    {
        if (!TrySymbol(symbol)) throw Fault($"{rule}; there is {Current.Describe()} instead.");
    }

    internal Token Take(TokenKind kind, string rule) => Current.Kind == kind ? Advance() : throw Fault($"{rule}; there is {Current.Describe()} instead.");

    internal ExpressionException Fault(string problem) => new(_text, Current.Position, problem);

    internal ExpressionException Fault(string problem, int position) => new(_text, position, problem);
}
