using System.Text.Json;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Runs;

/// <summary>
/// What a run has tried so far, in a file: a run that was stopped and is started again doesn't try it again. A line for each combination of parameters, good for the
/// same history, split, seed and length of lists only. A line that was cut off by a crash is tried again. The file goes when the run is done.
/// <code>
///   {"run":"3f…","model":"ease","parameters":{"neighbours":200,"regularisation":50},"ndcg":0.1031}
/// </code>
/// </summary>
public sealed class TuningJournal
{
    private readonly string _path;
    private readonly string _run;
    private readonly Dictionary<string, double> _tried = new(StringComparer.Ordinal);

    private TuningJournal(string path, string run) => (_path, _run) = (path, run);

    /// <summary>How many combinations were tried before.</summary>
    public int Count => _tried.Count;

    /// <param name="path">The file; it and its folder are made where they aren't there.</param>
    /// <param name="log">What is learned from.</param>
    /// <param name="plan">How it is judged.</param>
    public static TuningJournal Open(string path, InteractionLog log, RecommenderPlan plan)
    {
        var journal = new TuningJournal(path, $"{LogFingerprint.Of(log)} {plan.Split} {plan.Validation:R} {plan.Test:R} {plan.K} {plan.Seed}");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);      // a file has a folder
        if (!File.Exists(path)) return journal;
        foreach (var line in File.ReadLines(path))
        {
            if (Read(line) is { } entry && entry.Run == journal._run) journal._tried[KeyOf(entry.Model, entry.Parameters)] = entry.Ndcg;
        }
        return journal;
    }

    /// <summary>The run is done: nothing is to be gone on with.</summary>
    public void Delete() => File.Delete(_path);

    internal double? Find(string model, IReadOnlyDictionary<string, double> parameters) =>
        _tried.TryGetValue(KeyOf(model, parameters), out var ndcg) ? ndcg : null;

    internal void Add(string model, IReadOnlyDictionary<string, double> parameters, double ndcg)
    {
        _tried[KeyOf(model, parameters)] = ndcg;
        // On a line of its own even where the last one was cut off.
        File.AppendAllText(_path, $"\n{JsonSerializer.Serialize(new Entry(_run, model, new Dictionary<string, double>(parameters), ndcg))}");
    }

    private static Entry? Read(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<Entry>(line);
        }
        catch (JsonException)
        {
            return null;        // cut off: what it told is found out again
        }
    }

    private static string KeyOf(string model, IReadOnlyDictionary<string, double> parameters) =>
        $"{model} {string.Join(' ', parameters.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"{each.Key}={each.Value:R}"))}";

    private sealed record Entry(string Run, string Model, Dictionary<string, double> Parameters, double Ndcg);
}
