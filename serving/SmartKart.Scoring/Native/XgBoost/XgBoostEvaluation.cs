using System.Globalization;

namespace SmartKart.Scoring.Native.XgBoost;

/// <summary>A metric of one watched matrix after a round.</summary>
/// <param name="Watch">The name under which it is watched.</param>
/// <param name="Metric">XGBoost's name of the metric: <c>ndcg@10</c>.</param>
/// <param name="Value">The metric's value.</param>
public readonly record struct XgBoostEvaluation(string Watch, string Metric, double Value)
{
    // "[3]\ttrain-rmse:0.52\ttest-rmse:0.61": a token for each watch and metric. Names of either may hold '-' and ':' themselves.
    internal static IReadOnlyList<XgBoostEvaluation> Parse(string line, IReadOnlyList<string> watches)
    {
        var evaluations = new List<XgBoostEvaluation>();
        foreach (var token in line.Split('\t', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var watch = watches.Where(name => token.StartsWith(name + "-", StringComparison.Ordinal)).MaxBy(name => name.Length);
            var colon = token.LastIndexOf(':');
            if (watch is null || colon <= watch.Length ||
                !double.TryParse(token.AsSpan(colon + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                throw new XgBoostException("say how the model does", $"'{token}' of '{line}' is not NAME-METRIC:VALUE.");
            evaluations.Add(new XgBoostEvaluation(watch, token[(watch.Length + 1)..colon], value));
        }
        return evaluations;
    }
}
