using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Recommenders;

/// <summary>Looks for a user's neighbours when asked, so that who is new has some, too.</summary>
public sealed class UserNeighbourModel : IRecommender
{
    private readonly InteractionMatrix _users, _items;
    private readonly UserKnnOptions _options;
    private readonly float[] _itemWeights, _norms;

    internal UserNeighbourModel(InteractionMatrix interactions, UserKnnOptions options)
    {
        (_users, _items, _options) = (interactions, interactions.Transpose(), options);
        _itemWeights = Array.ConvertAll(interactions.Popularity(), users => MathF.Pow(Math.Max(1, users), -options.ItemDiscount));
        _norms = new float[interactions.Users];
        for (var user = 0; user < _norms.Length; user++) _norms[user] = MathF.Pow(interactions[user].Length, 1 - options.Asymmetry);
    }

    /// <inheritdoc />
    public int Items => _users.Items;

    /// <inheritdoc />
    public void Score(UserBatch users, Span<float> scores)
    {
        var alike = new float[_users.Users];
        var (best, weights) = (new int[Math.Min(_options.Neighbours, alike.Length)], new float[Math.Min(_options.Neighbours, alike.Length)]);
        for (var user = 0; user < users.Count; user++)
        {
            var history = users.History(user);
            Array.Clear(alike);
            foreach (var item in history)
            {
                foreach (var other in _items[item]) alike[other] += _itemWeights[item];
            }
            var norm = MathF.Pow(history.Length, _options.Asymmetry);
            for (var other = 0; other < alike.Length; other++) alike[other] /= norm * _norms[other] + _options.Shrink;
            int[] self = users.First < 0 ? [] : [users.First + user];
            var count = TopK.Select(alike, self, best, weights);
            var row = scores.Slice(user * Items, Items);
            row.Clear();
            for (var at = 0; at < count && weights[at] > 0; at++)
            {
                foreach (var item in _users[best[at]]) row[item] += weights[at];
            }
        }
    }
}
