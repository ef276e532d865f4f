using System.Text.RegularExpressions;

namespace SmartKart.EndToEnd.CommandLine;

public sealed partial class HelpTests
{
    [Fact]
    public async Task Every_command_has_help_with_an_example_of_itself()
    {
        var commands = await CommandsAsync();

        commands.ShouldNotBeEmpty();
        foreach (var command in commands)
        {
            var help = await ProcessRun.SmartKartAsync(command, "--help");
            help.Status.ShouldBe(0);
            help.Output.ShouldContain("Examples:", customMessage: $"the help of '{command}'");
            help.Output.Split("Examples:")[1].ShouldContain($"smartkart {command}");
        }
    }

    [Fact]
    public async Task Every_command_that_prints_a_result_takes_json()
    {
        foreach (var command in await CommandsAsync())
            (await ProcessRun.SmartKartAsync(command, "--help")).Output.ShouldContain("--json", customMessage: $"the help of '{command}'");
    }

    [Fact]
    public async Task The_help_of_the_whole_goes_to_stdout_with_examples()
    {
        var help = await ProcessRun.SmartKartAsync("--help");

        help.Status.ShouldBe(0);
        help.Output.ShouldContain("Examples:");
        help.Errors.ShouldBeEmpty();
    }

    /// <summary>The commands that the help of the whole names, so that a new one is held to the rules from its first day.</summary>
    private static async Task<IReadOnlyList<string>> CommandsAsync()
    {
        var help = (await ProcessRun.SmartKartAsync("--help")).Output;
        var section = help.Split("Commands:")[1].Split("Examples:")[0];
        return [.. CommandLine().Matches(section).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"^  ([a-z]+)", RegexOptions.Multiline)]
    private static partial Regex CommandLine();
}
