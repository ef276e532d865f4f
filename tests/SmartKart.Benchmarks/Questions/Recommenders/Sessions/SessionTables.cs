using System.Diagnostics;
using System.Globalization;
using SmartKart.Benchmarks.Harness;
using SmartKart.Scoring.Sessions;
using SmartKart.Training.Sessions;

namespace SmartKart.Benchmarks.Questions.Recommenders.Sessions;

/// <summary>
/// Session models beside the published tables: trained on the training sessions of a public set, judged by its test sessions, in the protocol
/// of <see cref="SessionEvaluation"/>. Figures are percent, as the tables print them.
/// </summary>
public static class SessionTables
{
    private static readonly TimeSpan QueryingMin = TimeSpan.FromSeconds(3);

    private static readonly string[] Models = ["pop", "spop", "itemknn", "rules", "slit", "vsknn", "stan", "session_blend"];

    /// <summary>Every number that <see cref="Run"/> returns.</summary>
    public static IReadOnlyList<Metric> Metrics { get; } =
    [
        .. from table in SessionTable.All from model in Models from metric in MetricsOf(table, model) select metric,
        .. SessionTable.All.Select(table => new Metric($"vsknn_{table.Name}_queries_per_s", "{query}/s", "Lists of 20 that VS-kNN answers with, one thread.")),
    ];

    /// <summary>Trains and judges.</summary>
    /// <param name="dataFolder">Where the sets lie.</param>
    /// <param name="say">Is told how far it is.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>A value for each of <see cref="Metrics"/>, by its name.</returns>
    public static IReadOnlyDictionary<string, double> Run(string dataFolder, Action<string> say, CancellationToken cancel)
    {
        var values = new Dictionary<string, double>();
        foreach (var table in SessionTable.All)
        {
            var split = SessionSplit.Read(Path.Combine(dataFolder, table.File), cancel);
            say($"{table.Name}: training on {split.Train.Count} sessions");
            var models = table.Recipe.Train(split.Train, cancel);
            foreach (var (name, model) in models.Named) Judge(values, table, name, model, split.Test, say, cancel);
            say($"{table.Name}: training the blend");
            Judge(values, table, "session_blend", table.Recipe.TrainBlend(split.Train, cancel), split.Test, say, cancel);
            values[$"vsknn_{table.Name}_queries_per_s"] = QueriesPerSecond(models.VsKnn, split.Test);
        }
        return values;
    }

    private static IEnumerable<Metric> MetricsOf(SessionTable table, string model)
    {
        foreach (var (figure, least) in new[] { ("recall20", table.Targets.GetValueOrDefault(model)?.Recall), ("mrr20", table.Targets.GetValueOrDefault(model)?.Mrr) })
        {
            var name = $"{model}_{table.Name}_{figure}";
            yield return new Metric(name, "%", $"{figure} of {model}, {table.Title}.", least is { } bound ? Target.AtLeast(bound) : null);
            if (table.Published.TryGetValue(model, out var published))
                yield return new Metric($"{name}_vs_published", "1", $"Beside {published.Source}'s {(figure == "mrr20" ? published.Mrr : published.Recall)}.", null);
        }
    }

    private static void Judge(
        Dictionary<string, double> values, SessionTable table, string name, ISessionRecommender model, SessionSet test, Action<string> say, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var (_, cases, recall, mrr) = new SessionEvaluation().Judge(model, test, cancel);
        values[$"{name}_{table.Name}_recall20"] = 100 * recall.Value;
        values[$"{name}_{table.Name}_mrr20"] = 100 * mrr.Value;
        if (table.Published.TryGetValue(name, out var published))
        {
            values[$"{name}_{table.Name}_recall20_vs_published"] = 100 * recall.Value / published.Recall;
            values[$"{name}_{table.Name}_mrr20_vs_published"] = 100 * mrr.Value / published.Mrr;
        }
        say(string.Create(CultureInfo.InvariantCulture,
            $"{table.Name}: {name} recall@20 {Text(recall)}, MRR@20 {Text(mrr)}, {cases} cases in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
    }

    private static string Text(Estimate estimate) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * estimate.Value:0.00} [{100 * estimate.Low:0.00}, {100 * estimate.High:0.00}]");

    /// <summary>Every prefix of every test session in turn, as a shop would ask, until the clock has something to measure.</summary>
    private static double QueriesPerSecond(SessionKnn model, SessionSet sessions)
    {
        var scorer = model.NewScorer();
        var (items, scores) = (new int[20], new float[20]);
        Pass(int.MaxValue / 2);                    // compiles, and fetches the model
        var (queries, began) = (0, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(began) < QueryingMin) queries += Pass(500);
        return queries / Stopwatch.GetElapsedTime(began).TotalSeconds;

        int Pass(int most)
        {
            var asked = 0;
            for (var session = 0; session < Math.Min(sessions.Count, most); session++)
            {
                for (var clicked = 1; clicked < sessions[session].Length; clicked++, asked++) scorer.Recommend(sessions[session][..clicked], items, scores);
            }
            return asked;
        }
    }
}
