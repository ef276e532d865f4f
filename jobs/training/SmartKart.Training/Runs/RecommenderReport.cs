using System.Globalization;
using System.Net;
using System.Text;

namespace SmartKart.Training.Runs;

/// <summary>What a run found, to be read: Markdown, and one page of HTML that needs nothing else.</summary>
public static class RecommenderReport
{
    private const int Width = 460, Bar = 22, Gap = 8, Left = 120, Right = 20;       // of the drawing, in pixels

    /// <summary>Tables of the models, the best first: beside popularity, and by parts of users and of items.</summary>
    public static string Markdown(RecommenderPlan plan, TrainedRecommender trained)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"# {plan.Name}").AppendLine();
        text.AppendLine(Basis(trained.Summary)).AppendLine();
        foreach (var table in ReportTable.Of(trained, ReportRow.Of(trained))) text.Append(table.Markdown()).AppendLine();
        foreach (var told in Ends(plan, trained)) text.AppendLine(told).AppendLine();
        return text.ToString();
    }

    /// <summary>The same as a page, each model's NDCG as a bar with its interval.</summary>
    public static string Html(RecommenderPlan plan, TrainedRecommender trained)
    {
        var rows = ReportRow.Of(trained);
        return $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>{{WebUtility.HtmlEncode(plan.Name)}}</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em; color: #111 }
            table { border-collapse: collapse } th, td { padding: .3em .7em; border-bottom: 1px solid #ddd; text-align: left }
            svg text { font: 13px system-ui, sans-serif }
            </style></head>
            <body><h1>{{WebUtility.HtmlEncode(plan.Name)}}</h1><p>{{WebUtility.HtmlEncode(Basis(trained.Summary))}}</p>
            <h2>NDCG@{{trained.Summary.K}} on what was held out, with 95 % intervals</h2>
            {{Drawing(rows, trained.Best)}}
            {{string.Concat(ReportTable.Of(trained, rows).Select(table => table.Html()))}}{{string.Concat(Ends(plan, trained).Select(told => $"<p>{WebUtility.HtmlEncode(told)}</p>"))}}</body></html>
            """;
    }

    private static IEnumerable<string> Ends(RecommenderPlan plan, TrainedRecommender trained) =>
        new[] { Verdict(plan, trained), trained.Sessions?.Told }.OfType<string>();

    // What became of it beside the champion; null where there was none.
    private static string? Verdict(RecommenderPlan plan, TrainedRecommender trained)
    {
        if (trained.OverChampion is not { } over) return trained.Champion?.Told;
        var place = !trained.IsPromotable ? "stays a candidate" : plan.AsCandidate ? "may take its place" : "takes its place";
        return $"Against the champion of before: {ReportTable.Difference(over)}, so it {place}.";
    }

    private static string Drawing(IReadOnlyList<ReportRow> rows, JudgedModel best)
    {
        var most = Math.Max(rows.Max(row => row.Ndcg.High), double.Epsilon);
        var text = new StringBuilder($"""<svg role="img" aria-label="NDCG of each model" width="{Width}" height="{rows.Count * (Bar + Gap) + Gap}">""").AppendLine();
        foreach (var (at, (model, ndcg, _, _)) in rows.Index())
        {
            var (top, middle) = (at * (Bar + Gap) + Gap / 2, at * (Bar + Gap) + Gap / 2 + Bar / 2);
            var colour = model == best ? "#2563eb" : "#93c5fd";
            text.Append(CultureInfo.InvariantCulture, $"""
                <text x="{Left - 8}" y="{middle + 4}" text-anchor="end">{WebUtility.HtmlEncode(model.Name)}</text>
                <rect x="{Left}" y="{top}" width="{X(ndcg.Mean) - Left:F1}" height="{Bar}" fill="{colour}"><title>{ndcg.Mean:F4}</title></rect>
                <line x1="{X(ndcg.Low):F1}" x2="{X(ndcg.High):F1}" y1="{middle}" y2="{middle}" stroke="#111" stroke-width="2"/>

                """);
        }
        return text.Append("</svg>").ToString();

        double X(double value) => Left + value / most * (Width - Left - Right);
    }

    private static string Basis(RunSummary summary) =>
        Invariant($"{summary.Interactions:N0} interactions of {summary.Users:N0} users with {summary.Products:N0} products, ")
        + Invariant($"{summary.First:yyyy-MM-dd} to {summary.Last:yyyy-MM-dd}. Lists of {summary.K}. ")
        + $"{summary.Protocol} "
        + Invariant($"For parameters these were {summary.Validation:N0} new pairs of users and products, for models {summary.Test:N0}. ")
        + Invariant($"What those judged had themselves {summary.Popularity:P1} of the users have on average: a list's popularity above that is bias.");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
