using System.Text;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Expressions.Syntax;

namespace SmartKart.FeatureStore.Definitions.Releases;

/// <summary>
/// An expression without what only its reader sees: white space, the case of keywords and functions, quotes that a name doesn't need, the
/// spelling of an operator. Two texts of one form mean the same.
/// </summary>
internal static class ExpressionText
{
    internal static string Canonical(BoundExpression expression)
    {
        var text = new StringBuilder();
        var lexer = new Lexer(expression.Text);
        for (var token = lexer.Next(); token.Kind != TokenKind.End; token = lexer.Next())
        {
            if (text.Length > 0) text.Append(' ');
            text.Append(token.Kind switch
            {
                TokenKind.Text => $"'{token.Value.Replace("'", "''", StringComparison.Ordinal)}'",
                TokenKind.QuotedName => Name(token.Value),
                TokenKind.Word => expression.Fields.Any(field => field.Name == token.Value) ? Name(token.Value) : token.Value.ToLowerInvariant(),
                TokenKind.Symbol when token.Value == "!=" => "<>",
                _ => token.Value,
            });
        }
        return text.ToString();
    }

    private static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
