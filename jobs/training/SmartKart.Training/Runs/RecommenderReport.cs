using System.Globalization;
using System.Net;
using System.Text;
using SmartKart.Training.Evaluation;

namespace SmartKart.Training.Runs;

/// <summary>What a run found, to be read: Markdown, and one page of HTML that needs nothing else.</summary>
public static class RecommenderReport
{
    private const int Seed = 1;

    /// <summary>A table of the models beside popularity, the best first.</summary>
    public static string Markdown(RecommenderPlan plan, TrainedRecommender trained)
    {
        var text = new StringBuilder();
        var summary = trained.Summary;
        text.AppendLine(CultureInfo.InvariantCulture, $"# {plan.Name}").AppendLine();
        text.AppendLine(Basis(summary)).AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| model | NDCG@{summary.K} (95 %) | over popularity | recall | hit rate | MAP | MRR | coverage | novelty, bits | training, s |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var row in Rows(trained))
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {(row.Model == trained.Best ? $"**{row.Model.Name}**" : row.Model.Name)} | {row.Ndcg.Mean:F4} ({row.Ndcg.Low:F4}–{row.Ndcg.High:F4}) | {Over(row.Over)} | {row.Model.Metrics.Recall.Average():F4} | {row.Model.Metrics.HitRate.Average():F4} | {row.Model.Metrics.AveragePrecision.Average():F4} | {row.Model.Metrics.ReciprocalRank.Average():F4} | {row.Model.Coverage:P1} | {row.Model.Novelty:F1} | {row.Model.Seconds:F1} |");
        }
        text.AppendLine().AppendLine("Parameters:").AppendLine();
        foreach (var model in trained.Models) text.AppendLine(CultureInfo.InvariantCulture, $"- {model.Name}: {Parameters(model)}");
        if (trained.OverChampion is { } over)
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Against the champion of before: {over.Mean:+0.0000;-0.0000} ({over.Low:+0.0000;-0.0000} to {over.High:+0.0000;-0.0000}), so it {(trained.IsPromotable ? "takes its place" : "stays a candidate")}.");
        return text.ToString();
    }

    /// <summary>The same as a page, each model's NDCG as a bar with its interval.</summary>
    public static string Html(RecommenderPlan plan, TrainedRecommender trained)
    {
        const int width = 460, bar = 22, left = 120;
        var rows = Rows(trained);
        var most = rows.Max(row => row.Ndcg.High);
        double X(double value) => left + value / Math.Max(most, 1e-9) * (width - left - 20);
        var bars = new StringBuilder();
        foreach (var (at, row) in rows.Index())
        {
            var y = at * (bar + 8) + 4;
            bars.Append(CultureInfo.InvariantCulture, $"""
                <text x="{left - 8}" y="{y + 15}" text-anchor="end">{WebUtility.HtmlEncode(row.Model.Name)}</text>
                <rect x="{left}" y="{y}" width="{X(row.Ndcg.Mean) - left:F1}" height="{bar}" fill="{(row.Model == trained.Best ? "#2563eb" : "#93c5fd")}"><title>{row.Ndcg.Mean:F4}</title></rect>
                <line x1="{X(row.Ndcg.Low):F1}" x2="{X(row.Ndcg.High):F1}" y1="{y + bar / 2}" y2="{y + bar / 2}" stroke="#111" stroke-width="2"/>

                """);
        }
        var cells = string.Concat(rows.Select(row => string.Create(CultureInfo.InvariantCulture,
            $"<tr><th>{WebUtility.HtmlEncode(row.Model.Name)}</th><td>{row.Ndcg.Mean:F4}</td><td>{row.Ndcg.Low:F4}–{row.Ndcg.High:F4}</td><td>{WebUtility.HtmlEncode(Over(row.Over))}</td><td>{row.Model.Metrics.Recall.Average():F4}</td><td>{row.Model.Metrics.HitRate.Average():F4}</td><td>{row.Model.Metrics.AveragePrecision.Average():F4}</td><td>{row.Model.Metrics.ReciprocalRank.Average():F4}</td><td>{row.Model.Coverage:P1}</td><td>{row.Model.Novelty:F1}</td><td>{WebUtility.HtmlEncode(Parameters(row.Model))}</td></tr>\n")));
        return $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>{{WebUtility.HtmlEncode(plan.Name)}}</title>
            <style>body{font:15px/1.5 system-ui,sans-serif;max-width:64em;margin:2em auto;padding:0 1em;color:#111}table{border-collapse:collapse}th,td{padding:.3em .7em;border-bottom:1px solid #ddd;text-align:left}svg text{font:13px system-ui,sans-serif}</style></head>
            <body><h1>{{WebUtility.HtmlEncode(plan.Name)}}</h1><p>{{WebUtility.HtmlEncode(Basis(trained.Summary))}}</p>
            <h2>NDCG@{{trained.Summary.K}} on the held-out time, with 95 % intervals</h2>
            <svg role="img" aria-label="NDCG of each model" width="{{width}}" height="{{rows.Count * (bar + 8) + 8}}">{{bars}}</svg>
            <table><tr><th>model</th><th>NDCG</th><th>95 %</th><th>over popularity</th><th>recall</th><th>hit rate</th><th>MAP</th><th>MRR</th><th>coverage</th><th>novelty, bits</th><th>parameters</th></tr>
            {{cells}}</table></body></html>
            """;
    }

    /// <summary>Each model with how sure its figure is, and by how much it is above popularity, user by user; the best first.</summary>
    public static IReadOnlyList<(JudgedModel Model, ConfidenceInterval Ndcg, ConfidenceInterval? Over)> Rows(TrainedRecommender trained)
    {
        var popularity = trained.Models.FirstOrDefault(model => model.Name == "popularity");
        return [.. trained.Models
            .Select(model => (model, Bootstrap.Of(model.Metrics.Ndcg, Seed), popularity is null || popularity == model ? (ConfidenceInterval?)null : Bootstrap.OfDifference(model.Metrics.Ndcg, popularity.Metrics.Ndcg, Seed)))
            .OrderByDescending(row => row.Item2.Mean)];
    }

    private static string Basis(RunSummary summary) => string.Create(CultureInfo.InvariantCulture,
        $"{summary.Interactions:N0} interactions of {summary.Users:N0} users with {summary.Products:N0} products, {summary.First:yyyy-MM-dd} to {summary.Last:yyyy-MM-dd}. Parameters were chosen by {summary.Validation:N0} new pairs from {summary.ValidationFrom:yyyy-MM-dd HH:mm}, models judged by {summary.Test:N0} from {summary.TestFrom:yyyy-MM-dd HH:mm}.");

    private static string Over(ConfidenceInterval? over) => over is { } difference
        ? string.Create(CultureInfo.InvariantCulture, $"{difference.Mean:+0.0000;-0.0000} ({difference.Low:+0.0000;-0.0000} to {difference.High:+0.0000;-0.0000})")
        : "";

    private static string Parameters(JudgedModel model) =>
        model.Parameters.Count == 0 ? "none" : string.Join(", ", model.Parameters.Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Key} {each.Value:0.####}"))) + (model.Tried > 1 ? $" (of {model.Tried} combinations)" : "");
}
