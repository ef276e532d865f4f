namespace SmartKart.FeatureStore.Expressions.Syntax;

internal enum TokenKind
{
    Word,
    QuotedName,
    Number,
    Text,
    Symbol,
    End,
}

/// <summary>A piece of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">As written; of a text or a quoted name what is between its quotes, with doubled quotes made one.</param>
/// <param name="Position">Characters before it.</param>
internal readonly record struct Token(TokenKind Kind, string Value, int Position)
{
    /// <summary>Keywords are words in any case; a quoted name is never one.</summary>
    internal bool IsWord(string word) => Kind == TokenKind.Word && Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    internal bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Value == symbol;

    /// <summary>For a message.</summary>
    internal string Describe() => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => $"the text '{Value}'",
        _ => $"'{Value}'",
    };
}
