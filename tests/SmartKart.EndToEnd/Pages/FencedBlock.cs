namespace SmartKart.EndToEnd.Pages;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">What follows its fence.</param>
/// <param name="Text">What it holds.</param>
/// <param name="Line">The line of its fence, from 1.</param>
internal sealed record FencedBlock(string Language, string Text, int Line)
{
    private const string Fence = "```";

    /// <summary>The blocks of one section, in their order.</summary>
    /// <param name="page">The path of the page.</param>
    /// <param name="heading">The section's heading, as its line has it.</param>
    public static IReadOnlyList<FencedBlock> Of(string page, string heading)
    {
        var lines = File.ReadAllLines(page);
        var at = Array.IndexOf(lines, heading);
        at.ShouldBeGreaterThanOrEqualTo(0, $"{page} has no heading '{heading}'");
        var blocks = new List<FencedBlock>();
        for (at++; at < lines.Length && !lines[at].StartsWith("## ", StringComparison.Ordinal); at++)
        {
            if (!lines[at].StartsWith(Fence, StringComparison.Ordinal)) continue;
            var end = Array.IndexOf(lines, Fence, at + 1);
            end.ShouldBeGreaterThan(at, $"{page}:{at + 1}: the fence has no end");
            blocks.Add(new FencedBlock(lines[at][Fence.Length..], string.Join('\n', lines[(at + 1)..end]), at + 1));
            at = end;
        }
        return blocks;
    }
}
