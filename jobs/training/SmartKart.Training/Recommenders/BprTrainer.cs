using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Recommenders;

/// <summary>
/// Bayesian personalised ranking (Rendle, Freudenthaler, Gantner and Schmidt-Thieme, UAI 2009): matrix factorisation by stochastic gradient descent, such that
/// each user's item scores above one drawn from those they don't have. One thread, so that a seed's result is the same on every machine.
/// </summary>
public static class BprTrainer
{
    private const float InitialDeviation = 0.1f;
    private const float RateAtEnd = 0.1f;       // of the rate at the start

    /// <param name="interactions">Users × items.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Is told the number of each epoch, from 1.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InteractionException">There are no interactions, or a user has every item.</exception>
    public static FactorModel Train(InteractionMatrix interactions, BprOptions options, Action<int>? progress = null, CancellationToken cancel = default)
    {
        if (interactions.Count == 0) throw new InteractionException("BPR can't learn from no interactions. Name a history that has some.");
        if (interactions.Items < 2) throw new InteractionException("BPR can't learn from one item: there is none to prefer it to.");
        var random = new Random(options.Seed);
        float[] users = Vectors(interactions.Users), items = Vectors(interactions.Items), biases = new float[interactions.Items];
        var step = new BprStep(users, items, biases, options.Factors) { Regularisation = options.Regularisation };
        var pairs = Pairs(interactions);
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            cancel.ThrowIfCancellationRequested();
            step.Rate = options.LearningRate * (1 - (1 - RateAtEnd) * (epoch - 1) / options.Epochs);
            random.Shuffle(pairs);
            foreach (var (user, item) in pairs)
            {
                if (TryDraw(user, item, out var other)) step.Take(user, item, other);
            }
            progress?.Invoke(epoch);
        }
        return new FactorModel(options.Factors, users, items, biases);

        float[] Vectors(int rows)
        {
            var vectors = new float[rows * options.Factors];
            foreach (ref var value in vectors.AsSpan()) value = InitialDeviation * Gaussian.Next(random);
            return vectors;
        }

        bool TryDraw(int user, int item, out int other)
        {
            for (var tried = 0; tried < options.Candidates; tried++)
            {
                other = random.Next(interactions.Items);
                if (interactions[user].BinarySearch(other) >= 0) continue;
                if (options.Candidates == 1 || step.Margin(user, item, other) < 1) return true;
            }
            other = -1;
            return false;
        }
    }

    private static (int User, int Item)[] Pairs(InteractionMatrix interactions)
    {
        var (pairs, count) = (new (int, int)[interactions.Count], 0);
        for (var user = 0; user < interactions.Users; user++)
        {
            foreach (var item in interactions[user]) pairs[count++] = (user, item);
        }
        return pairs;
    }
}
