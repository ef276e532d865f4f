using SmartKart.Training.Runs;

namespace SmartKart.Training.Ranking;

/// <summary>
/// The blend that nothing is learned for, which a learned one must beat: 0.35 collaborative, 0.30 content, 0.25 neural, 0.10 bandit. Each part is played by the
/// run's best model of its sort by validation; what a run has no model of is shared out among the others.
/// </summary>
internal static class FixedBlend
{
    private static readonly (ModelSort Sort, double Weight)[] Parts =
        [(ModelSort.Collaborative, 0.35), (ModelSort.Content, 0.30), (ModelSort.Neural, 0.25), (ModelSort.Bandit, 0.10)];

    /// <returns>What each model weighs, in the models' order; 0 for most.</returns>
    public static IReadOnlyList<float> WeightsOf(IReadOnlyList<TunedModel> models)
    {
        var weights = new float[models.Count];
        var cast = Parts
            .Select(part => (part.Weight, Model: BestOf(part.Sort, models)))
            .Where(part => part.Model >= 0).ToList();
        foreach (var (weight, model) in cast) weights[model] = (float)(weight / cast.Sum(part => part.Weight));
        return weights;
    }

    private static int BestOf(ModelSort sort, IReadOnlyList<TunedModel> models) => models.Index()
        .Where(each => each.Item.Kind.Sort == sort).OrderByDescending(each => each.Item.Validation).Select(each => each.Index).DefaultIfEmpty(-1).First();
}
