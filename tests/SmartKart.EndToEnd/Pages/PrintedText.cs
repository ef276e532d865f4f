using System.Text.RegularExpressions;

namespace SmartKart.EndToEnd.Pages;

/// <summary>
/// What a page says that a command prints, held to what it printed. An ellipsis stands for anything, a line of it for any lines. Times and sizes are
/// the machine's, and any will do; how wide a table's columns are, and its rules, don't matter.
/// </summary>
internal static partial class PrintedText
{
    /// <summary>The first line of the page that was not printed; null if all were, in their order.</summary>
    public static string? Unprinted(string expected, string printed)
    {
        var lines = Lines(printed);
        var (at, isAnywhere) = (0, false);
        foreach (var line in Lines(expected))
        {
            if (line == "…")
            {
                isAnywhere = true;
                continue;
            }
            var pattern = Pattern(line);
            while (isAnywhere && at < lines.Count && !pattern.IsMatch(lines[at])) at++;
            if (at == lines.Count || !pattern.IsMatch(lines[at])) return line;
            (at, isAnywhere) = (at + 1, false);
        }
        return at == lines.Count || isAnywhere ? null : $"(its end; more was printed: {lines[at]})";
    }

    private static Regex Pattern(string line) =>
        new($"^{Measures().Replace(Regex.Escape(line), "[0-9.,]+ $1").Replace("…", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);

    private static List<string> Lines(string text) =>
        [.. text.Split('\n').Select(line => Spaces().Replace(line, " ").Trim()).Where(line => line.Trim('─').Length > 0)];

    // As Regex.Escape leaves them: spaces and dots are escaped.
    [GeneratedRegex(@"[0-9.,\\]+\\ (s|B|KiB|MiB|GiB)\b")]
    private static partial Regex Measures();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
