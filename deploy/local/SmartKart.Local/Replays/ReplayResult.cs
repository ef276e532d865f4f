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

/// <summary>Shows what became of a history: each row under its outcome, each event under its topic, as published and as read back.</summary>
/// <param name="cluster">Where it is.</param>
/// <param name="published">The history as it was published.</param>
/// <param name="readBack">The same as it was read back.</param>
/// <param name="sales">What the topology over its orders found; null where it has none.</param>
/// <param name="features">What became of its features; null where it has no orders to make labels of.</param>
/// <param name="recommender">What it taught a recommender; null where it has no orders.</param>
/// <param name="serving">What a visitor was answered over HTTP; null where it has no orders.</param>
internal sealed class ReplayResult(
    ClusterSession cluster, PublishedHistory published, HistoryReadBack readBack, SalesResult? sales, FeaturesResult? features, RecommenderResult? recommender,
    ServingShown? serving)
{
    private double PublishedPerSecond => published.Events / published.Elapsed.TotalSeconds;

    private double ReadPerSecond => readBack.Events / readBack.Elapsed.TotalSeconds;

    /// <summary>For a program.</summary>
    public void PrintJson() => JsonOutput.Print(new
    {
        published.History,
        cluster.BootstrapServers,
        SchemaRegistry = cluster.RegistryAddress,
        published.Account.Rows,
        RowsConverted = published.Account.Rows - published.Account.Rejected,
        RowsRejected = published.Account.Rejected,
        Outcomes = published.Account.ByOutcome.Select(entry => new { Outcome = entry.Key.Name, Rows = entry.Value, entry.Key.Topics, entry.Key.Rule }),
        published.Events,
        EventsReadBack = readBack.Events,
        SizeBytes = published.Topics.Sum(topic => topic.Totals.SizeBytes),
        Topics = published.Topics.Select(topic => new
        {
            Topic = topic.Name,
            Partitions = topic.Ends.Count,
            Published = topic.Totals.Events,
            ReadBack = readBack.Topics[topic.Name].Events,
            topic.Totals.SizeBytes,
            Digest = Invariant($"{topic.Totals.Digest:x32}"),
        }),
        published.KeptForever,
        published.FirstOccurredAt,
        published.LastOccurredAt,
        PublishSeconds = published.Elapsed.TotalSeconds,
        ReadSeconds = readBack.Elapsed.TotalSeconds,
        EventsPublishedPerSecond = Math.Round(PublishedPerSecond),
        EventsReadPerSecond = Math.Round(ReadPerSecond),
        Sales = sales?.ToDocument(),
        Features = features?.ToDocument(),
        Recommender = recommender?.ToDocument(),
        Serving = serving?.ToDocument(),
    });

    /// <summary>For a person.</summary>
    public void Print()
    {
        var console = ResultConsole.Create();
        console.WriteLine(Invariant($"{published.History}, {published.FirstOccurredAt:yyyy-MM-dd HH:mm} to {published.LastOccurredAt:yyyy-MM-dd HH:mm} UTC"));
        if (published.Account.Rows > 0) console.Write(Rows());
        console.Write(Events());
        var (rows, rejected) = (published.Account.Rows, published.Account.Rejected);
        if (rows > 0) console.WriteLine(Invariant($"{rows:N0} rows: {rows - rejected:N0} became events, {rejected:N0} were rejected."));
        console.WriteLine(Invariant($"{published.Events:N0} events published in {published.Elapsed.TotalSeconds:0.00} s ({PublishedPerSecond:N0} events/s), ") +
            Invariant($"and all read back and found equal, in order, in {readBack.Elapsed.TotalSeconds:0.00} s ({ReadPerSecond:N0} events/s)."));
        if (published.KeptForever.Count > 0)
            console.WriteLine($"Kept for good, because their retention does not reach back to the history: {string.Join(", ", published.KeptForever)}.");
        sales?.Print();
        features?.Print();
        recommender?.Print();
        serving?.Print();
    }

    private Table Rows()
    {
        var table = new Table().AddColumns("outcome", "rows", "became", "which rows");
        foreach (var (outcome, rows) in published.Account.ByOutcome)
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
        foreach (var topic in published.Topics)
        {
            var (events, bytes, _) = topic.Totals;
            table.AddRow(
                topic.Name, Invariant($"{topic.Ends.Count}"), Invariant($"{events:N0}"), Invariant($"{readBack.Topics[topic.Name].Events:N0}"),
                Invariant($"{bytes:N0}"), Invariant($"{(double)bytes / events:N0}"));
        }
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        return table;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
