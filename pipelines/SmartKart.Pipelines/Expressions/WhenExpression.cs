using System.Globalization;
using System.Text.RegularExpressions;

namespace SmartKart.Pipelines.Expressions;

/// <summary>
/// A task's <c>when</c>: comparisons under <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and parentheses, the part of govaluate that
/// Argo's documentation uses. As there, a bare word is a text, a bare number a number, and a number never equals a text.
/// </summary>
public static class WhenExpression
{
    private static readonly string[] Comparisons = ["==", "!=", "=~", "!~", "<=", ">=", "<", ">"];
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);      // a pattern may be hostile to backtracking

    /// <summary>Whether a condition, its tags filled, holds.</summary>
    /// <exception cref="ExpressionException">It can't be read, or compares what can't be compared.</exception>
    public static bool Evaluate(string text) => Read(text).Evaluate(comparison => comparison.Holds());

    /// <summary>Whether a condition can be read, whatever its tags will be.</summary>
    /// <exception cref="ExpressionException">It can't.</exception>
    public static void Check(string text) => Read(Tags.Fill(text, _ => "0"));

    private static Logic<Comparison> Read(string text) => new Tokens(text).ReadLogic(ReadComparison);

    private static Comparison ReadComparison(Tokens tokens)
    {
        var left = Operand(tokens);
        foreach (var comparison in Comparisons)
        {
            if (tokens.TryTake(comparison)) return new Comparison(left, comparison, Operand(tokens));
        }
        return new Comparison(left, "", default);
    }

    private static Token Operand(Tokens tokens)
    {
        var token = tokens.TakeOperand("a value");
        if (token.IsQuoted || NumberOf(token) is not null || !token.Text.Contains('-', StringComparison.Ordinal)) return token;
        throw new ExpressionException($"'{token.Text}' has a dash, which is a minus outside of quotes. Write '{token.Text}' in quotes.");
    }

    private static double? NumberOf(Token token) =>
        !token.IsQuoted && double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private readonly record struct Comparison(Token Left, string Operator, Token Right)
    {
        public bool Holds() => Operator switch
        {
            "" => Left is { IsQuoted: false, Text: "true" } || (Left is { IsQuoted: false, Text: "false" } ? false : throw NoTruth()),
            "==" => AreEqual(),
            "!=" => !AreEqual(),
            "=~" => IsMatch(),
            "!~" => !IsMatch(),
            "<" => Order() < 0,
            "<=" => Order() <= 0,
            ">" => Order() > 0,
            _ => Order() >= 0,
        };

        private bool AreEqual() => (NumberOf(Left), NumberOf(Right)) switch
        {
            ({ } left, { } right) => left == right,
            (null, null) => Left.Text == Right.Text,
            _ => false,
        };

        private int Order() => (NumberOf(Left), NumberOf(Right)) switch
        {
            ({ } left, { } right) => left.CompareTo(right),
            (null, null) => string.CompareOrdinal(Left.Text, Right.Text),
            _ => throw new ExpressionException($"'{Left.Text} {Operator} {Right.Text}' compares a number with a text. Compare two of a kind."),
        };

        private bool IsMatch()
        {
            try
            {
                return Regex.IsMatch(Left.Text, Right.Text, RegexOptions.None, PatternTimeout);
            }
            catch (Exception fault) when (fault is ArgumentException or RegexMatchTimeoutException)
            {
                throw new ExpressionException($"'{Right.Text}' can't be used as a pattern: {fault.Message}", fault);
            }
        }

        private ExpressionException NoTruth() => new($"'{Left.Text}' is neither true nor false. Compare it with something.");
    }
}
