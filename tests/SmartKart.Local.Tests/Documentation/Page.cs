namespace SmartKart.Local.Tests.Documentation;

/// <summary>A page of the documentation, and the commands that it tells its reader to type.</summary>
internal static class Page
{
    private const string Fence = "```";

    /// <summary>A line of a fenced block.</summary>
    /// <param name="Place">File and line.</param>
    /// <param name="Language">What follows the block's fence.</param>
    /// <param name="Text">The line, with those that a backslash continues it by.</param>
    internal sealed record Line(string Place, string Language, string Text);

    /// <summary>What a newcomer reads: the README, the guide for contributors, and all of docs/.</summary>
    public static IEnumerable<string> All =>
    [
        Checkout.PathOf("README.md"), Checkout.PathOf("CONTRIBUTING.md"),
        .. Directory.EnumerateFiles(Checkout.PathOf("docs"), "*.md").Order(StringComparer.Ordinal),
    ];

    /// <summary>The lines of a page's fenced blocks.</summary>
    public static IEnumerable<Line> FencedLines(string path)
    {
        var (language, lines) = (default(string), File.ReadAllLines(path));
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith(Fence, StringComparison.Ordinal))
            {
                language = language is null ? lines[at][Fence.Length..] : null;
                continue;
            }
            if (language is null) continue;
            var (first, text) = (at, lines[at]);
            while (text.EndsWith('\\') && at + 1 < lines.Length) text = text[..^1] + lines[++at];
            yield return new Line($"{Path.GetRelativePath(Checkout.Root, path)}:{first + 1}", language, text);
        }
    }

    /// <summary>The arguments of each <c>smartkart</c> that a line calls.</summary>
    public static IEnumerable<IReadOnlyList<string>> Smartkart(string line) =>
        from words in ShellLine.Commands(line)
        let command = words.SkipWhile(word => word.Contains('=', StringComparison.Ordinal)).ToArray()        // variables of its environment
        where command is ["smartkart" or "./smartkart", ..]
        select command[1..];
}
