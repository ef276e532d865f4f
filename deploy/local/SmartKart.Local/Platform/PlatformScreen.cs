using Spectre.Console;
using Spectre.Console.Rendering;

namespace SmartKart.Local.Platform;

/// <summary>The figures as a screen of 80 columns: topics, topologies, and three lines on the rest.</summary>
internal static class PlatformScreen
{
    private const int TopicsMax = 8;

    public static IRenderable Of(PlatformFigures figures) => new Rows(Topics(figures), Topologies(figures), Rest(figures));

    private static Table Topics(PlatformFigures figures)
    {
        var table = NewTable("topic", "events/s", "events");
        foreach (var topic in figures.Topics.Take(TopicsMax))
            table.AddRow(new Text(topic.Name), new Text(FigureText.Count(topic.RecordsPerSecond)), new Text(FigureText.Count(topic.Records)));
        if (figures.Topics.Count > TopicsMax) table.AddRow($"[dim]and {figures.Topics.Count - TopicsMax} more[/]", "", "");
        if (figures.Topics.Count == 0) table.AddRow("[dim]no event yet[/]", "", "");
        return table;
    }

    private static Table Topologies(PlatformFigures figures)
    {
        var table = NewTable("topology", "records/s", "behind", "by");
        foreach (var topology in figures.Topologies)
        {
            table.AddRow(
                topology.IsRunning ? new Text(topology.Name) : new Markup($"{Markup.Escape(topology.Name)} [yellow]not ready[/]"),
                new Text(FigureText.Count(topology.RecordsPerSecond)), new Text(FigureText.Count(topology.LagRecords)),
                new Text(topology.LagRecords == 0 ? "" : FigureText.Time(topology.Lag)));
        }
        return table;
    }

    private static Markup Rest(PlatformFigures figures)
    {
        var letters = figures.DeadLetters > 0 ? $"[yellow]{FigureText.Count(figures.DeadLetters)}[/]" : "0";
        return new Markup($"""
             freshness  {Freshness(figures)}
             redis      {Redis(figures)}, {FigureText.Count(figures.Unwritten)} writes wait
             [dim]dead letters[/] {letters} [dim]· archive[/] {Archive(figures)} [dim]· this process[/] {FigureText.Bytes(figures.ProcessBytes)}
            """);
    }

    /// <summary>Freshness in words.</summary>
    public static string Freshness(PlatformFigures figures) => figures is { FreshnessP50: { } middle, FreshnessP99: { } most }
        ? $"p50 {FigureText.Time(middle)}, p99 {FigureText.Time(most)}"
        : "nothing came";

    /// <summary>Redis in words.</summary>
    public static string Redis(PlatformFigures figures) => figures.RedisBytes is { } bytes ? FigureText.Bytes(bytes) : "doesn't answer";

    /// <summary>The archive in words.</summary>
    public static string Archive(PlatformFigures figures) => figures.ArchiveLagRecords is { } lag ? $"{FigureText.Count(lag)} behind" : "not running";

    private static Table NewTable(string first, params string[] numbers)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(first).NoWrap().Width(34));
        foreach (var number in numbers) table.AddColumn(new TableColumn(number).NoWrap().RightAligned().Width(10));
        return table;
    }
}
