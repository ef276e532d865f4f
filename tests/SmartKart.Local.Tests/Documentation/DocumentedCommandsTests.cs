using System.CommandLine;
using SmartKart.Local.Commands;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Tests.Documentation;

/// <summary>What pages tell a reader to type, held to the command's own parser: names, options, and what they take. Nothing is run.</summary>
public sealed class DocumentedCommandsTests
{
    private const string Shell = "sh";

    [Fact]
    public void Every_smartkart_line_of_the_pages_is_one_that_the_command_takes()
    {
        var (smartkart, seen, wrong) = (CommandTable.Create(), 0, new List<string>());
        foreach (var line in Page.All.SelectMany(Page.FencedLines).Where(line => line.Language == Shell))
        {
            foreach (var arguments in Page.Smartkart(line.Text))
            {
                seen++;
                wrong.AddRange(smartkart.Parse(arguments).Errors.Select(error => $"{line.Place}: smartkart {string.Join(' ', arguments)}: {error.Message}"));
            }
        }

        wrong.ShouldBeEmpty();
        seen.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void A_block_that_begins_with_the_command_is_marked_as_shell_so_that_it_is_held_to_it() =>
        Page.All.SelectMany(Page.FencedLines)
            .Where(line => line.Language != Shell && line.Text.Split(' ')[0] is ("smartkart" or "./smartkart"))
            .Select(line => line.Place).ShouldBeEmpty();

    [Fact]
    public void Every_example_of_the_help_is_one_that_the_command_takes()
    {
        var smartkart = CommandTable.Create();
        foreach (var example in Examples(smartkart))
        {
            foreach (var arguments in Page.Smartkart(example))
                smartkart.Parse(arguments).Errors.Select(error => error.Message).ShouldBeEmpty(example);
        }
    }

    [Theory]
    [InlineData("smartkart lag --watch   # until Ctrl-C", "lag --watch")]
    [InlineData("A=1 ./smartkart topics consume 'a b' | head -3; smartkart lag", "topics consume a b", "lag")]
    [InlineData("sleep 1; curl 'http://localhost:8080/?a=b&limit=3'")]
    [InlineData("echo smartkart lag > out.txt")]
    public void Commands_are_found_in_a_shells_line(string line, params string[] commands) =>
        Page.Smartkart(line).Select(arguments => string.Join(' ', arguments)).ShouldBe(commands);

    private static IEnumerable<string> Examples(Command command) =>
        (command is IHasExamples { Examples: var examples } ? examples.Select(example => example.Line) : []).Concat(command.Subcommands.SelectMany(Examples));
}
