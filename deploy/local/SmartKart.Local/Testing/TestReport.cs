using System.Globalization;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Testing;

/// <summary>What <c>smartkart test</c> leaves on stdout: skips with their reasons, failures, a line per project, and last the counts.</summary>
internal static class TestReport
{
    public static void Print(TestSummary summary)
    {
        foreach (var (reason, tests) in summary.Projects.SelectMany(project => project.Skipped).GroupBy(test => test.Reason).Select(group => (group.Key, group.ToList())))
        {
            Console.WriteLine($"skipped: {reason.ReplaceLineEndings(" ")}");
            tests.ForEach(test => Console.WriteLine($"    {test.Name}"));
        }
        foreach (var failed in summary.Projects.SelectMany(project => project.Failed))
            Console.WriteLine($"failed: {failed.Name}");

        var table = new Table().Border(TableBorder.Simple).AddColumn("project");
        foreach (var heading in (string[])["passed", "failed", "skipped", "seconds"])
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var project in summary.Projects)
            table.AddRow(project.Project, Number(project.Passed), Number(project.Failed.Count), Number(project.Skipped.Count), project.Took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        ResultConsole.Create().Write(table);

        if (summary.Passed + summary.Failed == 0)
            Console.WriteLine("No test ran, so nothing was shown.");
        Console.WriteLine(summary);
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
