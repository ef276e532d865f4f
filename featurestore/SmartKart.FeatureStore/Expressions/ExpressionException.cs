namespace SmartKart.FeatureStore.Expressions;

/// <summary>An expression that cannot be used. The message names the column, the fault and the remedy, and shows the place by a caret.</summary>
public sealed class ExpressionException : FeatureStoreException
{
    internal ExpressionException(string expression, int position, string problem)
        : base(Describe(expression, position, problem))
    {
        Expression = expression;
        Position = position;
        Problem = problem;
    }

    /// <summary>The expression, whole.</summary>
    public string Expression { get; }

    /// <summary>Where the fault is: characters before it, from 0 to the expression's length.</summary>
    public int Position { get; }

    /// <summary>The fault and its remedy, without the place: for a caller who knows the file and line.</summary>
    public string Problem { get; }

    private static string Describe(string expression, int position, string problem)
    {
        var lineStart = position == 0 ? 0 : expression.LastIndexOf('\n', position - 1) + 1;
        var lineEnd = expression.IndexOf('\n', position);
        var line = expression[lineStart..(lineEnd < 0 ? expression.Length : lineEnd)].TrimEnd('\r').Replace('\t', ' ');
        var lineNumber = expression.AsSpan(0, lineStart).Count('\n') + 1;
        var place = lineNumber == 1 ? $"column {position - lineStart + 1}" : $"line {lineNumber}, column {position - lineStart + 1}";
        return $"Expression, {place}: {problem}\n  {line}\n  {new string(' ', position - lineStart)}^";
    }
}
