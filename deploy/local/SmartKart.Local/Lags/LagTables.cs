using System.Globalization;
using SmartKart.Local.Platform;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SmartKart.Local.Lags;

/// <summary>The report for a person.</summary>
internal static class LagTables
{
    /// <summary>All of it.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="byPartition">Each partition in place of stores.</param>
    public static IRenderable Of(LagReport report, bool byPartition) =>
        new Rows([Readers(report), byPartition ? Partitions(report) : Stores(report), .. Lines(report).Select(line => new Text(line))]);

    private static IEnumerable<string> Lines(LagReport report)
    {
        var letters = report.DeadLetters;
        yield return letters.Records == 0 ? "No dead letters." : $"{FigureText.Count(letters.Records)} dead letters: "
            + string.Join(", ", letters.ByTopic.Select(topic => $"{FigureText.Count(topic.Value)} of {topic.Key}"))
            + (letters.Counted < letters.Records ? $" among the newest {FigureText.Count(letters.Counted)}." : ".");
        foreach (var worker in report.Workers.Where(worker => worker.Page is null))
            yield return $"Worker {worker.Worker.ProcessId} ({worker.Worker.Command}) at {worker.Worker.Metrics} doesn't tell its sizes: {worker.Fault}";
    }

    private static Table Readers(LagReport report)
    {
        var table = NewTable("topology", ["behind", "by", "watermark"]);
        foreach (var topology in report.Readers)
        {
            table.AddRow(
                Markup.Escape(topology.HasRun ? topology.Name : $"{topology.Name} (has not run yet)"), FigureText.Count(topology.Records), Age(topology.Behind),
                topology.Watermark?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "");
        }
        return table;
    }

    private static Table Partitions(LagReport report)
    {
        var table = NewTable("topic", ["partition", "behind", "by", "reached"]);
        foreach (var topology in report.Readers)
        {
            table.AddRow($"[bold]{Markup.Escape(topology.Name)}[/]", "", "", "", "");
            foreach (var partition in topology.Partitions)
            {
                table.AddRow(
                    Markup.Escape(partition.Lag.Partition.Topic), FigureText.Count(partition.Lag.Partition.Partition), FigureText.Count(partition.Lag.Records), Age(partition.Behind),
                    partition.Lag.ReachedAt?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "");
            }
        }
        return table;
    }

    private static Table Stores(LagReport report)
    {
        var table = NewTable("store", ["entries", "size", "changelog"]);
        foreach (var (topology, store) in report.Topologies.SelectMany(topology => topology.Stores.Select(store => (topology, store))))
        {
            table.AddRow(
                Markup.Escape($"{topology.Name}/{store.Name}"), store.Entries is { } entries ? FigureText.Count(entries) : "",
                store.Bytes is { } bytes ? FigureText.Bytes(bytes) : "", store.ChangelogRecords is { } records ? FigureText.Count(records) : "");
        }
        if (table.Rows.Count == 0) table.AddRow("none", "", "", "");
        return table;
    }

    private static string Age(TimeSpan behind) => behind > TimeSpan.Zero ? FigureText.Time(behind) : "";

    private static Table NewTable(string first, IReadOnlyList<string> numbers)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(first).NoWrap());
        foreach (var number in numbers) table.AddColumn(new TableColumn(number).NoWrap().RightAligned());
        return table;
    }
}
