using System.Globalization;
using SmartKart.Local.Terminal;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Runs;
using Spectre.Console;

namespace SmartKart.Local.Models;

/// <summary>Shows a training run for a person: each model beside popularity, and what became of the best.</summary>
internal static class RecommenderTable
{
    public static void Print(RecommenderTraining training)
    {
        var console = ResultConsole.Create();
        var (trained, summary) = (training.Trained, training.Trained.Summary);
        console.WriteLine(Invariant($"{training.Version.Name}: {summary.Interactions:N0} interactions of {summary.Users:N0} users with {summary.Products:N0} products; ")
            + Invariant($"judged by {summary.Test:N0} first purchases. {summary.Protocol}"));
        var table = new Table().AddColumns("model", $"NDCG@{summary.K}", "95 %", "over popularity", "over fixed blend", "recall", "hit rate", "coverage");
        if (summary.Sampled is { } drawn) table.AddColumn($"NDCG among {drawn}");
        var rows = ReportRow.Of(trained);
        foreach (var (model, ndcg, over, overGiven) in rows)
        {
            string[] cells =
            [
                model == trained.Best ? model.Name + " (chosen)" : model.Name, Invariant($"{ndcg.Mean:F4}"), Invariant($"{ndcg.Low:F4}–{ndcg.High:F4}"),
                Above(over), Above(overGiven),
                Invariant($"{model.Metrics.Recall.Average():F4}"), Invariant($"{model.Metrics.HitRate.Average():F4}"), Invariant($"{model.Variety.Coverage:P0}"),
                .. model.Sampled is { } sampled ? (string[])[Invariant($"{sampled.Ndcg.Average():F4}")] : [],
            ];
            table.AddRow(cells);
        }
        console.Write(table);
        if (training.Plan.Segments) PrintSegments(console, ReportTable.BySegment(rows, rows.Index().First(row => row.Item.Model == trained.Best).Index, summary));
        if (trained.OverChampion is { } difference) console.WriteLine($"Against the champion of before, on the same: {Above(difference)}.");
        if (trained.Champion is { } comparison) console.WriteLine(comparison.Told);
        if (trained.Sessions is { } sessions) console.WriteLine(sessions.Told);
        var version = training.Version;
        console.WriteLine(Invariant($"Registered as {version.Name} version {version.Version} ({string.Join(", ", version.Aliases)}) in {training.Seconds:0.0} s: {version.Source}"));
    }

    private static void PrintSegments(IAnsiConsole console, ReportTable segments)
    {
        console.WriteLine(segments.Note);
        var table = new Table().AddColumns([.. segments.Columns.Select(Markup.Escape)]);
        foreach (var row in segments.Rows) table.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(table);
    }

    private static string Above(ConfidenceInterval? over) =>
        over is { } above ? Invariant($"{above.Mean:+0.0000;-0.0000} ({above.Low:+0.0000;-0.0000} to {above.High:+0.0000;-0.0000})") : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
