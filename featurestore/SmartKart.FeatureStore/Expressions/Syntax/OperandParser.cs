using System.Globalization;

namespace SmartKart.FeatureStore.Expressions.Syntax;

/// <summary>Reads what operators stand between: literals, fields, calls, <c>case</c>, <c>cast</c> and parentheses.</summary>
internal sealed class OperandParser(TokenCursor tokens, Parser parser)
{
    /// <summary>One operand.</summary>
    /// <param name="isNegative">Whether a minus stood before it; only ever before a number.</param>
    internal SyntaxNode Operand(bool isNegative)
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                tokens.Advance();
                return Number(token, isNegative);
            case TokenKind.Text:
                tokens.Advance();
                return new LiteralSyntax(token.Position, ScalarType.String, Scalar.From(token.Value));
            case TokenKind.QuotedName:
                tokens.Advance();
                return new FieldSyntax(token.Position, token.Value);
            case TokenKind.Word:
                return Word(token);
            case TokenKind.Symbol when token.Value == "(":
                tokens.Advance();
                var inner = parser.Any();
                tokens.Expect(")", "a '(' is closed by ')'");
                return inner;
            default:
                throw tokens.Fault($"here comes a literal, a field, a function or '(', not {token.Describe()}.");
        }
    }

    private SyntaxNode Word(Token token)
    {
        if (tokens.TryWord("true")) return new LiteralSyntax(token.Position, ScalarType.Boolean, Scalar.From(true));
        if (tokens.TryWord("false")) return new LiteralSyntax(token.Position, ScalarType.Boolean, Scalar.From(false));
        if (tokens.TryWord("null")) return new LiteralSyntax(token.Position, null, Scalar.Null);
        if (tokens.TryWord("case")) return Case(token.Position);
        if (Parser.IsReserved(token))
        {
            throw tokens.Fault(
                $"here comes a literal, a field, a function or '(', not the word {token.Describe()}. A field of that name is written \"{token.Value}\".");
        }
        tokens.Advance();
        if (token.IsWord("timestamp") && tokens.Current.Kind == TokenKind.Text) return Instant();
        if (!tokens.TrySymbol("(")) return new FieldSyntax(token.Position, token.Value);
        return token.IsWord("cast") ? Cast(token.Position) : Call(token);
    }

    private LiteralSyntax Number(Token token, bool isNegative)
    {
        var written = isNegative ? "-" + token.Value : token.Value;
        if (!written.AsSpan().ContainsAny(".eE"))
        {
            return long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? new LiteralSyntax(token.Position, ScalarType.Int64, Scalar.From(whole))
                : throw tokens.Fault($"{written} doesn't fit into 64 bits. Write it as a Double: {written}e0.", token.Position);
        }
        var value = double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? new LiteralSyntax(token.Position, ScalarType.Double, Scalar.From(value))
            : throw tokens.Fault($"{written} is beyond the largest Double, 1.7976931348623157e308. Write a smaller number.", token.Position);
    }

    private LiteralSyntax Instant()
    {
        var token = tokens.Advance();
        return TimestampText.TryParse(token.Value, allowsDate: true, out var microseconds)
            ? new LiteralSyntax(token.Position, ScalarType.Timestamp, Scalar.FromTimestamp(microseconds))
            : throw tokens.Fault(
                $"'{token.Value}' is no instant. Write one in UTC as timestamp '2026-01-31' or timestamp '2026-01-31 23:59:59.999999'.", token.Position);
    }

    private SyntaxNode Case(int position)
    {
        var operand = tokens.Current.IsWord("when") ? null : parser.Any();
        List<SyntaxNode> conditions = [], results = [];
        while (tokens.TryWord("when"))
        {
            conditions.Add(parser.Any());
            if (!tokens.TryWord("then")) throw tokens.Fault($"a condition of 'case' is followed by 'then', not by {tokens.Current.Describe()}.");
            results.Add(parser.Any());
        }
        if (conditions.Count == 0) throw tokens.Fault($"a 'case' has at least one 'when … then …'; there is {tokens.Current.Describe()} instead.");
        var otherwise = tokens.TryWord("else") ? parser.Any() : null;
        return tokens.TryWord("end")
            ? parser.Bounded(new CaseSyntax(position, operand, [.. conditions], [.. results], otherwise))
            : throw tokens.Fault($"a 'case' goes on with 'when' or 'else', or ends with 'end'; there is {tokens.Current.Describe()} instead.");
    }

    private SyntaxNode Cast(int position)
    {
        var operand = parser.Any();
        if (!tokens.TryWord("as")) throw tokens.Fault($"a cast is written cast(x as int64); 'as' is missing before {tokens.Current.Describe()}.");
        var name = tokens.Take(TokenKind.Word, "after 'as' comes a type: boolean, int64, double, string or timestamp");
        ScalarType type = name.Value.ToLowerInvariant() switch
        {
            "boolean" or "bool" => ScalarType.Boolean,
            "int64" or "bigint" => ScalarType.Int64,
            "double" or "float64" => ScalarType.Double,
            "string" or "varchar" => ScalarType.String,
            "timestamp" => ScalarType.Timestamp,
            _ => throw tokens.Fault($"there is no type '{name.Value}'. The types are boolean, int64, double, string and timestamp.", name.Position),
        };
        tokens.Expect(")", "a cast ends with ')' after the type");
        return parser.Bounded(new CastSyntax(position, operand, type));
    }

    private SyntaxNode Call(Token name)
    {
        List<SyntaxNode> arguments = [];
        if (!tokens.TrySymbol(")"))
        {
            do arguments.Add(parser.Any());
            while (tokens.TrySymbol(","));
            tokens.Expect(")", $"the arguments of {name.Value} go on with ',' or end with ')'");
        }
        return parser.Bounded(new CallSyntax(name.Position, name.Value.ToLowerInvariant(), [.. arguments]));
    }
}
