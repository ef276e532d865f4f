using System.CommandLine;
using SmartKart.Local.Terminal;
using SmartKart.Local.Testing;

namespace SmartKart.Local.Commands;

/// <summary>Runs every test program of the solution and closes with one line of counts.</summary>
internal sealed class TestCommand : Command, IHasExamples
{
    private const int MostStallMinutes = 24 * 60;

    private readonly Option<string?> _filter = new("--filter") { Description = "Only tests whose full name contains this text.", HelpName = "text" };
    private readonly Option<string?> _project = new("--project") { Description = "Only test projects whose name contains this text.", HelpName = "text" };
    private readonly Option<double> _stallLimit = new("--stall-limit")
    {
        Description = "End a test program, and count what it waited for as failed, when no test of it began or ended for so long.",
        HelpName = "minutes",
        DefaultValueFactory = _ => TestRun.DefaultStallLimit.TotalMinutes,
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the tables." };

    public TestCommand() : base("test", "Run the tests. What cannot run here is skipped by name, with its reason.")
    {
        Add(_filter);
        Add(_project);
        Add(_stallLimit);
        Add(_json);
        _stallLimit.HoldTo<double>(
            minutes => minutes is > 0 and <= MostStallMinutes, $"--stall-limit is a number of minutes, above 0 and up to {MostStallMinutes}.");
        SetAction((parsed, cancel) => RunAsync(
            parsed.GetValue(_filter), parsed.GetValue(_project), TimeSpan.FromMinutes(parsed.GetValue(_stallLimit)), parsed.GetValue(_json), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart test", "every test of every project"),
        new("smartkart test --project Schemas", "the tests of projects with Schemas in their name"),
        new("smartkart test --filter A_project_", "the tests with A_project_ in their name"),
        new("smartkart test --stall-limit 3", "end a program in which no test begins or ends for 3 minutes"),
        new("smartkart test --json", "the same results, for a program to read"),
    ];

    private static async Task<int> RunAsync(string? filter, string? project, TimeSpan stallLimit, bool json, CancellationToken cancel)
    {
        var programs = TestProgram.Discover(Checkout.PathOf("tests"), project ?? "");
        if (programs.Count == 0)
            throw new CommandException(
                project is null ? "There is no test project under tests/." : $"No test project under tests/ has '{project}' in its name.");

        var results = await WorkProgress.ShowAsync(progress =>
            TestSchedule.RunAsync(programs, program => program.RunAsync(filter, stallLimit, progress, cancel)));

        var summary = new TestSummary(results);
        if (json)
            JsonOutput.Print(summary.ToDocument());
        else
            TestReport.Print(summary);
        return summary.Succeeded ? ExitCode.Done : ExitCode.Failed;
    }
}
