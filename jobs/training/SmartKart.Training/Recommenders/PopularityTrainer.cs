using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Recommenders;

/// <summary>How many users each item has.</summary>
public static class PopularityTrainer
{
    /// <param name="interactions">Users × items.</param>
    public static PopularityModel Train(InteractionMatrix interactions) => new(Array.ConvertAll(interactions.Popularity(), users => (float)users));
}
