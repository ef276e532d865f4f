using System.Text;

namespace SmartKart.FeatureStore.Expressions.Syntax;

/// <summary>Cuts an expression into tokens, one at a time.</summary>
internal sealed class Lexer(string text)
{
    // The longer ones first, or < would be found in <=.
    private static readonly string[] Symbols = ["<>", "!=", "<=", ">=", "||", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", ","];

    private int _at;

    /// <summary>The next token; at the end, that again and again.</summary>
    /// <exception cref="ExpressionException">Something no token begins with, or a quote that isn't closed.</exception>
    internal Token Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
        if (_at == text.Length) return new Token(TokenKind.End, "", _at);
        var start = _at;
        var first = text[_at];
        if (first == '\'') return new Token(TokenKind.Text, Quoted('\'', "text"), start);
        if (first == '"') return new Token(TokenKind.QuotedName, Quoted('"', "name"), start);
        if (char.IsAsciiDigit(first)) return new Token(TokenKind.Number, Number(), start);
        if (char.IsLetter(first) || first == '_') return new Token(TokenKind.Word, Word(), start);
        if (text.AsSpan(_at).StartsWith("==")) throw Fault(start, "'==' is no operator here. Write a single '='.");
        foreach (var symbol in Symbols)
        {
            if (!text.AsSpan(_at).StartsWith(symbol)) continue;
            _at += symbol.Length;
            return new Token(TokenKind.Symbol, symbol, start);
        }
        throw Fault(start, first switch
        {
            '&' => "'&' is no operator here. Write 'and'.",
            '|' => "'|' is no operator here. Write 'or', or '||' to join texts.",
            '!' => "'!' is no operator here. Write 'not', or '<>' for unequal.",
            _ => $"'{CodePointAt(start)}' is nothing an expression has. Write a text in single quotes, and a field that is no plain word in double quotes.",
        });
    }

    private string Quoted(char quote, string what)
    {
        var start = _at++;
        var value = new StringBuilder();
        while (_at < text.Length)
        {
            var character = text[_at];
            if (character == '\0') throw Fault(_at, $"a {what} cannot hold U+0000, which no SQL engine's text holds. Leave it out.");
            var isLoneSurrogate = char.IsSurrogate(character) && !(_at + 1 < text.Length && char.IsSurrogatePair(character, text[_at + 1]));
            if (isLoneSurrogate) throw Fault(_at, $"half of a surrogate pair is no character. Write the {what} in well-formed Unicode.");
            if (character == quote)
            {
                _at++;
                if (_at == text.Length || text[_at] != quote) return value.ToString();
            }
            else if (char.IsHighSurrogate(character))
            {
                value.Append(character);
                character = text[++_at];
            }
            value.Append(character);
            _at++;
        }
        throw Fault(start, $"the {what} that begins here isn't closed. End it with {quote}, and write a {quote} inside it twice.");
    }

    private string Number()
    {
        var start = _at;
        Digits();
        if (_at + 1 < text.Length && text[_at] == '.' && char.IsAsciiDigit(text[_at + 1]))
        {
            _at++;
            Digits();
        }
        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            var sign = _at + 1 < text.Length && text[_at + 1] is '+' or '-' ? 1 : 0;
            if (_at + 1 + sign < text.Length && char.IsAsciiDigit(text[_at + 1 + sign]))
            {
                _at += 1 + sign;
                Digits();
            }
        }
        if (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '.'))
            throw Fault(start, $"the number goes on with '{CodePointAt(_at)}'. Write it as 12, 1.5 or 1.5e3, and a text in single quotes.");
        return text[start.._at];
    }

    private void Digits()
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
    }

    /// <summary>A keyword, a function or a path: words joined by points.</summary>
    private string Word()
    {
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_' || PathGoesOn())) _at++;
        return text[start.._at];
    }

    private bool PathGoesOn() => text[_at] == '.' && _at + 1 < text.Length && (char.IsLetter(text[_at + 1]) || text[_at + 1] == '_');

    private string CodePointAt(int position) =>
        position + 1 < text.Length && char.IsSurrogatePair(text[position], text[position + 1]) ? text.Substring(position, 2) : text[position].ToString();

    private ExpressionException Fault(int position, string problem) => new(text, position, problem);
}
