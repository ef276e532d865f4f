using System.Globalization;
using SmartKart.Backfill.Histories.Formats;
using SmartKart.Backfill.Replay.Runs;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Replays;

/// <summary>Shows what a replay did: each row under its outcome, each event under its topic, and how to go on.</summary>
/// <param name="Source">What was replayed.</param>
/// <param name="Run">What became of it.</param>
/// <param name="IsDryRun">Whether nothing was published.</param>
internal sealed record ReplayRunResult(ReplaySource Source, ReplayRun Run, bool IsDryRun)
{
    private double PerSecond => Run.Elapsed > TimeSpan.Zero ? Run.Sent / Run.Elapsed.TotalSeconds : 0;

    private bool IsComplete => Run.End is ReplayEnd.Complete or ReplayEnd.CompleteBefore;

    /// <summary>For a program.</summary>
    public void PrintJson() => JsonOutput.Print(new
    {
        History = Run.Source,
        Source.Format,
        SourceId = Source.Id,
        IsDryRun,
        End = Run.End switch
        {
            ReplayEnd.Complete => "complete",
            ReplayEnd.CompleteBefore => "complete_before",
            ReplayEnd.Limit => "limit",
            _ => "stopped",
        },
        IsComplete,
        Run.Account.Rows,
        RowsSent = Run.Account.Rows - Run.Account.Rejected,
        RowsRejected = Run.Account.Rejected,
        Outcomes = Run.Account.ByOutcome.Select(entry => new { Outcome = entry.Key.Name, Rows = entry.Value, entry.Key.Topics, entry.Key.Rule }),
        EventsSent = Run.Sent,
        EventsSentBefore = Run.SentBefore,
        Topics = Run.Topics.Select(topic => new { Topic = topic.Name, topic.Sent, topic.SentBefore }),
        Run.FirstOccurredAt,
        Run.LastOccurredAt,
        ShiftMicroseconds = Run.Shift.Ticks / TimeSpan.TicksPerMicrosecond,
        Run.KeptForever,
        Seconds = Run.Elapsed.TotalSeconds,
        EventsPerSecond = Math.Round(PerSecond),
    });

    /// <summary>For a person.</summary>
    public void Print()
    {
        var console = ResultConsole.Create();
        if (Run.End == ReplayEnd.CompleteBefore)
        {
            console.WriteLine(Invariant($"{Run.Source}: all of its {Run.SentBefore:N0} events are published already. --restart publishes them once more."));
            return;
        }
        console.WriteLine(Run.Sent == 0
            ? Run.Source
            : Invariant($"{Run.Source}, {Run.FirstOccurredAt:yyyy-MM-dd HH:mm} to {Run.LastOccurredAt:yyyy-MM-dd HH:mm} UTC"));
        if (Run.Account.Rows > 0) console.Write(Rows());
        console.Write(Events());
        var (rows, rejected) = (Run.Account.Rows, Run.Account.Rejected);
        if (rows > 0) console.WriteLine(Invariant($"{rows:N0} rows: {rows - rejected:N0} became events, {rejected:N0} were rejected."));
        var done = IsDryRun ? "read, and none published," : "published";
        console.WriteLine(Invariant($"{Run.Sent:N0} events {done} in {Run.Elapsed.TotalSeconds:0.00} s ({PerSecond:N0} events/s)."));
        if (Run.KeptForever.Count > 0)
            console.WriteLine($"Kept for good, because their retention does not reach back to the history: {string.Join(", ", Run.KeptForever)}.");
        if (!IsComplete && !IsDryRun)
            console.WriteLine($"{(Run.End == ReplayEnd.Stopped ? "Stopped" : "Ended")} after "
                + Invariant($"{Run.Sent + Run.SentBefore:N0} events, all of them committed. ")
                + $"Run the same command again{(Run.End == ReplayEnd.Limit ? " with another --limit or none" : "")} to go on from there.");
    }

    private Table Rows()
    {
        var table = new Table().AddColumns("outcome", "rows", "became", "which rows");
        foreach (var (outcome, rows) in Run.Account.ByOutcome)
        {
            var became = outcome.IsRejected ? "rejected" : string.Join(" + ", outcome.Topics);
            table.AddRow(outcome.Name, Invariant($"{rows:N0}"), became, Markup.Escape(outcome.Rule));
        }
        table.Columns[1].RightAligned();
        return table;
    }

    private Table Events()
    {
        var table = new Table().AddColumns("topic", IsDryRun ? "events" : "published", "published before");
        foreach (var topic in Run.Topics) table.AddRow(topic.Name, Invariant($"{topic.Sent:N0}"), Invariant($"{topic.SentBefore:N0}"));
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        return table;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
