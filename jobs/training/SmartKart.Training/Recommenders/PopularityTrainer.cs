using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Recommenders;

/// <summary>How many users each item has.</summary>
public static class PopularityTrainer
{
    /// <param name="interactions">Users × items.</param>
    public static PopularityModel Train(InteractionMatrix interactions) => new(Array.ConvertAll(interactions.Popularity(), users => (float)users));

    /// <summary>The same of late: a user counts 2^(-age / half-life), the age being that of the last time they did something with the item.</summary>
    /// <param name="input">Has times; ages are counted from the latest.</param>
    /// <param name="halfLife">Above 0: after how long a user counts half.</param>
    /// <exception cref="InteractionException">There are no times, or the half-life isn't above 0.</exception>
    public static PopularityModel Train(TrainingInput input, TimeSpan halfLife)
    {
        if (halfLife <= TimeSpan.Zero) throw new InteractionException($"Popularity's half-life is {halfLife}; set it above 0, such as 30 days.");
        if (input.LastAt.Length != input.Seen.Count)
            throw new InteractionException(
                "Popularity can't decay where it isn't known when things were done. Train it from a history, or take the popularity without times.");
        var scores = new double[input.Seen.Items];
        var (at, latest) = (0, 0L);
        foreach (var time in input.LastAt.Span) latest = Math.Max(latest, time);
        for (var user = 0; user < input.Seen.Users; user++)
        {
            foreach (var item in input.Seen[user]) scores[item] += double.Exp2((input.LastAt.Span[at++] - latest) / halfLife.TotalMicroseconds);
        }
        return new PopularityModel(Array.ConvertAll(scores, score => (float)score));
    }
}
