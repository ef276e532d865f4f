using System.Globalization;
using System.Net;
using System.Text;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Runs.Judging;

namespace SmartKart.Training.Runs;

/// <summary>A table of a run's report, with what a reader must know of it.</summary>
/// <param name="Title">What it tells; empty for the first.</param>
/// <param name="Note">How to read it; empty where its columns say that.</param>
/// <param name="Columns">Its head.</param>
/// <param name="Rows">Cells, a row for each model.</param>
/// <param name="Best">Which row is the model that is registered.</param>
public sealed record ReportTable(string Title, string Note, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, int Best)
{
    /// <summary>A run's tables, in the order in which they are told.</summary>
    /// <param name="trained">The run.</param>
    /// <param name="rows">Its models, as <see cref="ReportRow.Of"/> orders them.</param>
    public static IReadOnlyList<ReportTable> Of(TrainedRecommender trained, IReadOnlyList<ReportRow> rows)
    {
        var best = rows.Index().First(row => row.Item.Model == trained.Best).Index;      // it was judged
        List<ReportTable> tables = [Models(rows, best), BySegment(rows, best, trained.Summary)];
        if (trained.Summary.Sampled is not null) tables.Add(Sampled(rows, best, trained.Summary));
        if (trained.Champion is { Judged: { } both } comparison) tables.Add(BesideChampion(trained.Best.Name, comparison.Told, both.New, both.Champion));
        return tables;
    }

    /// <summary>By how much one is above another, with its interval.</summary>
    public static string Difference(ConfidenceInterval difference) =>
        Invariant($"{difference.Mean:+0.0000;-0.0000} ({difference.Low:+0.0000;-0.0000} to {difference.High:+0.0000;-0.0000})");

    /// <summary>As Markdown.</summary>
    public string Markdown()
    {
        var text = new StringBuilder();
        if (Title.Length > 0) text.AppendLine($"## {Title}").AppendLine();
        if (Note.Length > 0) text.AppendLine(Note).AppendLine();
        text.AppendLine($"| {string.Join(" | ", Columns)} |").AppendLine(string.Concat(Enumerable.Repeat("|---", Columns.Count)) + "|");
        foreach (var (at, row) in Rows.Index()) text.AppendLine($"| {string.Join(" | ", at == Best ? [$"**{row[0]}**", .. row.Skip(1)] : row)} |");
        return text.ToString();
    }

    /// <summary>As a part of a page.</summary>
    public string Html()
    {
        var text = new StringBuilder();
        if (Title.Length > 0) text.AppendLine($"<h2>{WebUtility.HtmlEncode(Title)}</h2>");
        if (Note.Length > 0) text.AppendLine($"<p>{WebUtility.HtmlEncode(Note)}</p>");
        text.Append("<table><tr>").AppendJoin("", Columns.Select(column => $"<th>{WebUtility.HtmlEncode(column)}</th>")).AppendLine("</tr>");
        foreach (var row in Rows) text.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{WebUtility.HtmlEncode(cell)}</td>")).AppendLine("</tr>");
        return text.AppendLine("</table>").ToString();
    }

    private static ReportTable Models(IReadOnlyList<ReportRow> rows, int best) => new(
        "", "",
        [
            "model", "NDCG", "95 %", "over popularity", "over the fixed blend", "recall", "hit rate", "MAP", "MRR", "coverage", "novelty, bits", "popularity",
            "diversity", "training, s", "parameters",
        ],
        [.. rows.Select(Cells)], best);

    /// <summary>How good models are for parts of users and of products.</summary>
    /// <param name="rows">A run's models, as <see cref="ReportRow.Of"/> orders them.</param>
    /// <param name="best">Which of them is registered.</param>
    /// <param name="summary">Of the run.</param>
    public static ReportTable BySegment(IReadOnlyList<ReportRow> rows, int best, RunSummary summary)
    {
        var parts = rows[0].Model.Segments;     // those of each model
        return new ReportTable(
            "By users and products",
            Invariant($"history_5_19 are the users with 5 to 19 different products before the test, and so on; NDCG@{summary.K}. ")
            + Invariant($"The head are the {Segments.HeadShare:P0} of the products that most users had before, the tail all others; recall of what was held out in each. ")
            + "In brackets 95 % intervals.",
            ["model", .. parts.Select(Head)],
            [.. rows.Select(row => (string[])[row.Model.Name, .. row.Model.Segments.Select(part => Interval(part.Ndcg ?? part.Recall))])], best);
    }

    private static ReportTable Sampled(IReadOnlyList<ReportRow> rows, int best, RunSummary summary) => new(
        "Among products drawn by chance",
        Invariant($"What users did, ranked among {summary.Sampled:N0} other products, drawn uniformly for each user. These are not the figures above: they ")
        + "are higher, and even the order of models may differ (Krichene and Rendle, KDD 2020). They are for comparison with others' figures of the same kind; "
        + "nothing was chosen by them.",
        ["model", "NDCG", "95 %", "recall", "hit rate", "MRR"],
        [.. rows.Select(row => Cells(row.Model.Name, row.Model.Sampled!))], best);      // where one is judged so, all are

    private static ReportTable BesideChampion(string name, string told, Judgement mine, Judgement champion) => new(
        "Beside the champion", told,
        [
            "model", "NDCG", "95 %", "recall", "hit rate", "MRR", "coverage", .. mine.Segments.Select(Head),
            .. mine.Sampled is null ? (string[])[] : ["NDCG among products drawn by chance"],
        ],
        [Cells(name, mine), Cells("champion", champion)], 0);

    private static string[] Cells(string name, Judgement judged) =>
    [
        .. Cells(name, judged.Metrics), Number(judged.Variety.Coverage, "P1"), .. judged.Segments.Select(part => Interval(part.Ndcg ?? part.Recall)),
        .. judged.Sampled is { } sampled ? (string[])[Number(sampled.Ndcg.Average())] : [],
    ];

    private static string Head(SegmentMetrics part) => Invariant($"{part.Name}, {(part.Ndcg is null ? "recall" : "NDCG")} of {part.Users:N0} users");

    private static string[] Cells(string name, RankingMetrics metrics)
    {
        var ndcg = Bootstrap.Of(metrics.Ndcg, seed: 1);
        return
        [
            name, Number(ndcg.Mean), $"{Number(ndcg.Low)}–{Number(ndcg.High)}", Number(metrics.Recall.Average()), Number(metrics.HitRate.Average()),
            Number(metrics.ReciprocalRank.Average()),
        ];
    }

    private static string[] Cells(ReportRow row)
    {
        var (model, ndcg, over, overGiven) = row;
        return
        [
            model.Name, Number(ndcg.Mean), $"{Number(ndcg.Low)}–{Number(ndcg.High)}", over is { } above ? Difference(above) : "",
            overGiven is { } aboveGiven ? Difference(aboveGiven) : "",
            Number(model.Metrics.Recall.Average()), Number(model.Metrics.HitRate.Average()), Number(model.Metrics.AveragePrecision.Average()),
            Number(model.Metrics.ReciprocalRank.Average()), Number(model.Variety.Coverage, "P1"), Number(model.Variety.Novelty, "F1"),
            Number(model.Variety.Popularity, "P1"), Number(model.Diversity, "F3"), Number(model.Seconds, "F1"), Parameters(model),
        ];
    }

    private static string Interval(ConfidenceInterval? found) =>
        found is { } interval ? Invariant($"{interval.Mean:F4} ({interval.Low:F4}–{interval.High:F4})") : "";

    private static string Parameters(JudgedModel model)
    {
        if (model.Parameters.Count == 0) return "none";
        var values = string.Join(", ", model.Parameters.Select(each => Invariant($"{each.Key} {each.Value:0.####}")));
        return model.Tried > 1 ? $"{values} (of {model.Tried} combinations)" : values;
    }

    private static string Number(double value, string format = "F4") => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
