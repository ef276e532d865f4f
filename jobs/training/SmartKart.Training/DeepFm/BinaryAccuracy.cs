namespace SmartKart.Training.DeepFm;

/// <summary>How good predicted probabilities of a binary label are.</summary>
/// <param name="LogLoss">The mean of -log of the probability that the true label was given, in nats; probabilities are kept 1e-7 from 0 and 1.</param>
/// <param name="Auc">
/// The chance that a random positive scores above a random negative, ties half: the Mann-Whitney statistic by mid ranks (Hanley and McNeil,
/// "The meaning and use of the area under a ROC curve", 1982). Null where only one class is present.
/// </param>
public readonly record struct BinaryAccuracy(double LogLoss, double? Auc)
{
    private const double LeastProbability = 1e-7;       // about float32's precision next to 1

    /// <summary>Judges predictions.</summary>
    /// <param name="probabilities">One for each label; they are sorted in place.</param>
    /// <param name="labels">0 or 1.</param>
    public static BinaryAccuracy Of(float[] probabilities, ReadOnlySpan<float> labels)
    {
        if (probabilities.Length != labels.Length || labels.Length == 0)
            throw new ArgumentException($"{probabilities.Length} probabilities and {labels.Length} labels were given; as many of both, and at least one, are due.");
        var loss = 0.0;
        for (var row = 0; row < labels.Length; row++)
        {
            var probability = Math.Clamp((double)probabilities[row], LeastProbability, 1 - LeastProbability);
            loss -= Math.Log(labels[row] > 0 ? probability : 1 - probability);
        }
        return new BinaryAccuracy(loss / labels.Length, AreaUnderCurve(probabilities, labels.ToArray()));
    }

    private static double? AreaUnderCurve(float[] scores, float[] labels)
    {
        Array.Sort(scores, labels);
        double positives = 0, rankSum = 0;
        for (var first = 0; first < scores.Length;)
        {
            var (end, tied) = (first, 0);
            for (; end < scores.Length && scores[end] == scores[first]; end++) tied += labels[end] > 0 ? 1 : 0;
            if (end == first) return null;                          // not a number, which equals nothing
            rankSum += tied * ((first + 1 + end) / 2.0);            // the mean of the ranks first + 1 to end
            positives += tied;
            first = end;
        }
        var negatives = scores.Length - positives;
        return positives == 0 || negatives == 0 ? null : (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
    }
}
