using System.Text.RegularExpressions;

namespace SmartKart.EndToEnd.CommandLine;

public sealed partial class HelpTests
{
    /// <summary>Commands whose result is a file, and that print none.</summary>
    private static readonly string[] PrintNoResult = ["topics docs"];

    [Fact]
    public async Task Every_command_has_help_with_an_example_of_itself()
    {
        var helps = await HelpOfEveryCommandAsync();

        helps.Count.ShouldBeGreaterThan(1);
        foreach (var (command, help) in helps)
        {
            help.ShouldContain("Examples:", customMessage: $"the help of '{command}'");
            help.Split("Examples:")[1].ShouldContain($"smartkart {command}");
        }
    }

    [Fact]
    public async Task Every_command_that_prints_a_result_takes_json()
    {
        foreach (var (command, help) in await HelpOfEveryCommandAsync())
        {
            // A command that only holds others prints nothing of its own.
            if (Subcommands(help).Count == 0 && !PrintNoResult.Contains(command))
                help.ShouldContain("--json", customMessage: $"the help of '{command}'");
        }
    }

    [Fact]
    public async Task The_help_of_the_whole_goes_to_stdout_with_examples()
    {
        var help = await ProcessRun.SmartKartAsync("--help");

        help.Status.ShouldBe(0);
        help.Output.ShouldContain("Examples:");
        help.Errors.ShouldBeEmpty();
    }

    /// <summary>Follows the commands that each help names, so that a new one is held to the rules from its first day.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> HelpOfEveryCommandAsync()
    {
        var helps = new Dictionary<string, string>();
        var unseen = new Queue<string>(Subcommands((await ProcessRun.SmartKartAsync("--help")).Output));
        while (unseen.TryDequeue(out var command))
        {
            var help = await ProcessRun.SmartKartAsync([.. command.Split(' '), "--help"]);
            help.Status.ShouldBe(0);
            helps.Add(command, help.Output);
            foreach (var subcommand in Subcommands(help.Output))
                unseen.Enqueue($"{command} {subcommand}");
        }
        return helps;
    }

    private static IReadOnlyList<string> Subcommands(string help) => help.Contains("\nCommands:", StringComparison.Ordinal)
        ? [.. CommandLine().Matches(help.Split("\nCommands:")[1].Split("Examples:")[0]).Select(match => match.Groups[1].Value)]
        : [];

    [GeneratedRegex("^  ([a-z][a-z-]*)", RegexOptions.Multiline)]
    private static partial Regex CommandLine();
}
