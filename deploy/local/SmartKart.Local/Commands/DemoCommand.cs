using System.CommandLine;
using System.Globalization;
using SmartKart.Backfill;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.OnlineRetail;
using SmartKart.Backfill.RoundTrip;
using SmartKart.Backfill.Simulation;
using SmartKart.Local.Terminal;
using SmartKart.Warehouse;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>The longest path from events to answers that exists so far: a history through the event contracts and back.</summary>
internal sealed class DemoCommand : Command, IHasExamples
{
    private readonly Option<string?> _history = new("--history")
    {
        Description = "A history to use: UCI Online Retail as .csv or .parquet. Without it, a simulated day.",
        HelpName = "path",
    };
    private readonly Option<bool> _exit = new("--exit") { Description = "End once the result is printed. It always does so far: nothing stays up yet." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document." };

    public DemoCommand() : base("demo", "Show the whole of SmartKart on a history: so far, rows to events to Avro bytes and back.")
    {
        Add(_history);
        Add(_exit);
        Add(_json);
        SetAction((parsed, cancel) => RunAsync(parsed.GetValue(_history), parsed.GetValue(_json), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart demo", "a simulated day of a marketplace"),
        new("smartkart demo --history online_retail.parquet", "a year of a real shop, every row accounted for"),
        new("smartkart demo --json --exit", "the same as one JSON document, for a program to read"),
    ];

    private static async Task<int> RunAsync(string? path, bool json, CancellationToken cancel)
    {
        IHistory history = path is null ? new SimulatedHistory(new SimulationOptions()) : new OnlineRetailHistory(path);
        RoundTripReport report;
        try
        {
            report = await WorkProgress.ShowAsync(progress => Task.Run(
                () =>
                {
                    using var step = progress.Begin($"{history.Name}: events to Avro and back");
                    return new HistoryRoundTrip(TimeProvider.System).Run(history, new EventsSeen(step), cancel);
                },
                cancel));
        }
        catch (Exception fault) when (fault is BackfillException or WarehouseException)
        {
            throw new CommandException(fault.Message, fault);
        }
        if (json) JsonOutput.Print(Document(report));
        else Print(report);
        return ExitCode.Done;
    }

    private static object Document(RoundTripReport report) => new
    {
        report.History,
        report.Rows,
        report.RowsConverted,
        report.RowsRejected,
        report.Outcomes,
        report.Events,
        report.SizeBytes,
        report.Topics,
        report.FirstOccurredAt,
        report.LastOccurredAt,
        ElapsedSeconds = report.Elapsed.TotalSeconds,
        RowsPerSecond = Math.Round(report.RowsPerSecond),
        EventsPerSecond = Math.Round(report.EventsPerSecond),
    };

    private static void Print(RoundTripReport report)
    {
        var console = ResultConsole.Create();
        console.WriteLine(Invariant($"{report.History}, {report.FirstOccurredAt:yyyy-MM-dd HH:mm} to {report.LastOccurredAt:yyyy-MM-dd HH:mm} UTC"));
        if (report.Outcomes.Count > 0)
        {
            var rows = new Table().AddColumns("outcome", "rows", "became", "which rows");
            foreach (var (outcome, count, topics, rule) in report.Outcomes)
                rows.AddRow(outcome, Invariant($"{count:N0}"), topics.Count == 0 ? "rejected" : string.Join(" + ", topics), Markup.Escape(rule));
            rows.Columns[1].RightAligned();
            console.Write(rows);
        }
        var events = new Table().AddColumns("topic", "events", "Avro bytes", "bytes/event");
        foreach (var (topic, count, bytes) in report.Topics)
            events.AddRow(topic, Invariant($"{count:N0}"), Invariant($"{bytes:N0}"), Invariant($"{(double)bytes / count:N0}"));
        foreach (var column in events.Columns.Skip(1)) column.RightAligned();
        console.Write(events);
        if (report.Rows > 0)
            console.WriteLine(Invariant($"{report.Rows:N0} rows: {report.RowsConverted:N0} became events, {report.RowsRejected:N0} were rejected."));
        console.WriteLine(Invariant($"{report.Events:N0} events, each encoded, decoded and found equal, in {report.Elapsed.TotalSeconds:0.00} s: ") +
            (report.Rows > 0 ? Invariant($"{report.RowsPerSecond:N0} rows/s, ") : "") + Invariant($"{report.EventsPerSecond:N0} events/s."));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Turns "so many so far" into "so many more", on the thread that reports.</summary>
    private sealed class EventsSeen(IWorkStep step) : IProgress<long>
    {
        private long _seen;

        public void Report(long value)
        {
            step.Advance(value - _seen);
            _seen = value;
        }
    }
}
