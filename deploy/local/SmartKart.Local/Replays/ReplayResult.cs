using System.Globalization;
using SmartKart.Backfill.Replay;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Models;
using SmartKart.Local.Sales;
using SmartKart.Local.Serving;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Replays;

/// <summary>
/// Shows what became of a history: each row under its outcome, each event under its topic, as published and as read back; and how far it came.
/// </summary>
/// <param name="Cluster">Where it is.</param>
/// <param name="Published">The history as it was published.</param>
/// <param name="ReadBack">The same as it was read back.</param>
internal sealed record ReplayResult(ClusterSession Cluster, PublishedHistory Published, HistoryReadBack ReadBack)
{
    /// <summary>What the topology over its orders found; null where it has none.</summary>
    public SalesResult? Sales { get; init; }

    /// <summary>What became of its features; null where it has no orders to make labels of.</summary>
    public FeaturesResult? Features { get; init; }

    /// <summary>What it taught a recommender; null where it has no orders.</summary>
    public RecommenderResult? Recommender { get; init; }

    /// <summary>What a visitor was answered over HTTP; null where it has no orders, or too few to learn from.</summary>
    public ServingShown? Serving { get; init; }

    /// <summary>Where the API goes on answering; null where it doesn't.</summary>
    public Uri? Api { get; init; }

    private double PublishedPerSecond => Published.Events / Published.Elapsed.TotalSeconds;

    private double ReadPerSecond => ReadBack.Events / ReadBack.Elapsed.TotalSeconds;

    /// <summary>For a program.</summary>
    public void PrintJson() => JsonOutput.Print(new
    {
        Published.History,
        Cluster.BootstrapServers,
        SchemaRegistry = Cluster.RegistryAddress,
        Published.Account.Rows,
        RowsConverted = Published.Account.Rows - Published.Account.Rejected,
        RowsRejected = Published.Account.Rejected,
        Outcomes = Published.Account.ByOutcome.Select(entry => new { Outcome = entry.Key.Name, Rows = entry.Value, entry.Key.Topics, entry.Key.Rule }),
        Published.Events,
        EventsReadBack = ReadBack.Events,
        SizeBytes = Published.Topics.Sum(topic => topic.Totals.SizeBytes),
        Topics = Published.Topics.Select(topic => new
        {
            Topic = topic.Name,
            Partitions = topic.Ends.Count,
            Published = topic.Totals.Events,
            ReadBack = ReadBack.Topics[topic.Name].Events,
            topic.Totals.SizeBytes,
            Digest = Invariant($"{topic.Totals.Digest:x32}"),
        }),
        Published.KeptForever,
        Published.FirstOccurredAt,
        Published.LastOccurredAt,
        PublishSeconds = Published.Elapsed.TotalSeconds,
        ReadSeconds = ReadBack.Elapsed.TotalSeconds,
        EventsPublishedPerSecond = Math.Round(PublishedPerSecond),
        EventsReadPerSecond = Math.Round(ReadPerSecond),
        Sales = Sales?.ToDocument(),
        Features = Features?.ToDocument(),
        Recommender = Recommender?.ToDocument(),
        Serving = Serving?.ToDocument(),
        Api,
    });

    /// <summary>For a person.</summary>
    public void Print()
    {
        var console = ResultConsole.Create();
        console.WriteLine(Invariant($"{Published.History}, {Published.FirstOccurredAt:yyyy-MM-dd HH:mm} to {Published.LastOccurredAt:yyyy-MM-dd HH:mm} UTC"));
        if (Published.Account.Rows > 0) console.Write(Rows());
        console.Write(Events());
        var (rows, rejected) = (Published.Account.Rows, Published.Account.Rejected);
        if (rows > 0) console.WriteLine(Invariant($"{rows:N0} rows: {rows - rejected:N0} became events, {rejected:N0} were rejected."));
        console.WriteLine(Invariant($"{Published.Events:N0} events published in {Published.Elapsed.TotalSeconds:0.00} s ({PublishedPerSecond:N0} events/s), ") +
            Invariant($"and all read back and found equal, in order, in {ReadBack.Elapsed.TotalSeconds:0.00} s ({ReadPerSecond:N0} events/s)."));
        if (Published.KeptForever.Count > 0)
            console.WriteLine($"Kept for good, because their retention does not reach back to the history: {string.Join(", ", Published.KeptForever)}.");
        Sales?.Print();
        Features?.Print();
        Recommender?.Print();
        Serving?.Print();
    }

    private Table Rows()
    {
        var table = new Table().AddColumns("outcome", "rows", "became", "which rows");
        foreach (var (outcome, rows) in Published.Account.ByOutcome)
        {
            var became = outcome.IsRejected ? "rejected" : string.Join(" + ", outcome.Topics);
            table.AddRow(outcome.Name, Invariant($"{rows:N0}"), became, Markup.Escape(outcome.Rule));
        }
        table.Columns[1].RightAligned();
        return table;
    }

    private Table Events()
    {
        var table = new Table().AddColumns("topic", "partitions", "published", "read back", "Avro bytes", "bytes/event");
        foreach (var topic in Published.Topics)
        {
            var (events, bytes, _) = topic.Totals;
            table.AddRow(
                topic.Name, Invariant($"{topic.Ends.Count}"), Invariant($"{events:N0}"), Invariant($"{ReadBack.Topics[topic.Name].Events:N0}"),
                Invariant($"{bytes:N0}"), Invariant($"{(double)bytes / events:N0}"));
        }
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        return table;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
