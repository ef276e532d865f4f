using SmartKart.Scoring.Neural;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Runs;

/// <summary>
/// A model that is asked about the same histories again and again, as when blends are weighed, and remembers what it said: a network takes milliseconds a user,
/// and a blend's weights are tried dozens of times. Thread safe, as long as each user is asked about by one thread at a time.
/// </summary>
internal sealed class RememberedScores : IRecommender
{
    private const long BytesMax = 1L << 30;     // of all users' scores; beyond it they are computed again

    private readonly IRecommender _model;
    private readonly float[]?[] _rows;      // of each user, once asked about

    private RememberedScores(IRecommender model, int users) => (_model, _rows) = (model, new float[users][]);

    /// <inheritdoc />
    public int Items => _model.Items;

    /// <summary>A model that remembers, where that is worth it and its memory is there; else the model itself.</summary>
    /// <param name="model">Which.</param>
    /// <param name="histories">What it will be asked about, and nothing else.</param>
    public static IRecommender Of(IRecommender model, InteractionMatrix histories)
    {
        var bytes = sizeof(float) * (long)histories.Users * histories.Items;
        var isHeld = model is NetworkRecommender && bytes <= Math.Min(BytesMax, TrainingMemory.AvailableBytes / 4);
        return isHeld ? new RememberedScores(model, histories.Users) : model;
    }

    /// <inheritdoc />
    public void Score(UserBatch users, Span<float> scores)
    {
        for (var user = 0; user < users.Count; user++)
        {
            var row = scores.Slice(user * Items, Items);
            if (_rows[users.First + user] is { } known)
            {
                known.CopyTo(row);
                continue;
            }
            var history = users.History(user);
            _model.Score(new UserBatch(users.First + user, [0, history.Length], history), row);
            _rows[users.First + user] = row.ToArray();
        }
    }
}
