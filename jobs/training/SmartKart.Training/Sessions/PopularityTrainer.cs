using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>Counts what is clicked.</summary>
public sealed record PopularityTrainer
{
    /// <summary>How fast past sessions lose weight, as a share of all; infinite for not at all.</summary>
    public float AgeDecay { get; init; } = float.PositiveInfinity;

    /// <summary>Trains.</summary>
    /// <exception cref="SessionDataException">There is nothing to train on.</exception>
    public PopularItems Train(SessionSet sessions)
    {
        var ages = SessionAges.Weights(sessions.Count, AgeDecay);
        var counts = new double[sessions.ItemCount];
        for (var session = 0; session < sessions.Count; session++)
        {
            foreach (var item in sessions[session])
            {
                if (item >= 0) counts[item] += ages[session];
            }
        }
        var sum = counts.Sum();
        if (sum == 0) throw SessionDataException.NothingToTrainOn("popularity");
        return new PopularItems(Array.ConvertAll(counts, count => (float)(count / sum)));
    }
}
