using System.Text.RegularExpressions;

namespace SmartKart.Streams.Tests.Guide;

/// <summary>docs/streams.md shows no code that is not compiled and run here: each of its examples is found, word by word, in this folder.</summary>
public sealed partial class GuideTests
{
    [Fact]
    public void Every_example_of_the_guide_is_run_by_a_test()
    {
        var root = FindCheckout();
        var sources = Directory.EnumerateFiles(Path.Combine(root, "tests", "SmartKart.Streams.Tests", "Guide"), "*.cs").Select(file => Squeeze(File.ReadAllText(file))).ToList();
        var examples = Example().Matches(File.ReadAllText(Path.Combine(root, "docs", "streams.md"))).Select(match => match.Groups[1].Value).ToList();

        examples.Count.ShouldBeGreaterThan(8);
        foreach (var example in examples) sources.ShouldContain(source => source.Contains(Squeeze(example), StringComparison.Ordinal), $"this example of docs/streams.md is in no test:\n{example}");
    }

    private static string FindCheckout()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "SmartKart.sln"))) return folder;
        throw new InvalidOperationException($"No checkout lies above {AppContext.BaseDirectory}.");
    }

    private static string Squeeze(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
