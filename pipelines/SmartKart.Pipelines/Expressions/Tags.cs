using System.Text.RegularExpressions;

namespace SmartKart.Pipelines.Expressions;

/// <summary>The simple tags of Argo, <c>{{inputs.parameters.x}}</c>. Tags with expressions, <c>{{=…}}</c>, are told apart and never filled.</summary>
public static partial class Tags
{
    /// <summary>The names in a text's tags, in order; one that is an expression begins with <c>=</c>.</summary>
    public static IEnumerable<string> In(string text) => Tag().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>A text with its tags filled.</summary>
    /// <param name="text">The text.</param>
    /// <param name="valueOf">A tag's value; null leaves the tag as it is.</param>
    public static string Fill(string text, Func<string, string?> valueOf) =>
        text.Contains("{{", StringComparison.Ordinal) ? Tag().Replace(text, match => valueOf(match.Groups[1].Value) ?? match.Value) : text;

    [GeneratedRegex(@"\{\{\s*(.*?)\s*\}\}", RegexOptions.Singleline)]
    private static partial Regex Tag();
}
