namespace SmartKart.Scoring.Sessions;

/// <summary>
/// A model of what comes next in a running session. It is immutable, and safe to share between threads; what a query needs to work in is a
/// <see cref="SessionScorer"/>'s, one for each thread. Training judges a model through this door, and serving answers through it.
/// </summary>
public interface ISessionRecommender
{
    /// <summary>How many items the model knows. They are numbered from 0; a click with any other number is one on an item that is unknown.</summary>
    int ItemCount { get; }

    /// <summary>What one thread asks the model with. It allocates here, and never again.</summary>
    SessionScorer NewScorer();
}
