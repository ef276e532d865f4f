using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>How the session models of a shop are trained. The defaults are a start for any; better ones are found on held-out sessions.</summary>
public sealed record SessionRecipe
{
    /// <summary>How many sessions are found by an item: of each the newest so many. Bounds what a query costs.</summary>
    public int SessionsPerItem { get; init; } = 2_000;

    /// <summary>Item-kNN.</summary>
    public ItemKnnTrainer ItemKnn { get; init; } = new();

    /// <summary>Sequential rules.</summary>
    public TransitionTrainer Transitions { get; init; } = new();

    /// <summary>The linear model.</summary>
    public LinearSessionTrainer Linear { get; init; } = new();

    /// <summary>VS-kNN.</summary>
    public SessionKnnOptions VsKnn { get; init; } = SessionKnnOptions.VsKnn;

    /// <summary>STAN.</summary>
    public SessionKnnOptions Stan { get; init; } = SessionKnnOptions.Stan;

    /// <summary>Session-kNN for the blend: what further clicks back say, which the others, tuned alone, forget.</summary>
    public SessionKnnOptions Wide { get; init; } = SessionKnnOptions.Stan with { ClickDecay = ClickDecay.Exponential(4) };

    /// <summary>Their blend.</summary>
    public SessionBlendTrainer Blend { get; init; } = new();

    /// <summary>Trains every model but the blend.</summary>
    /// <exception cref="SessionDataException">There is nothing to train on.</exception>
    public SessionModels Train(SessionSet sessions, CancellationToken cancellation = default)
    {
        var popular = new PopularityTrainer().Train(sessions);
        var index = SessionKnnTrainer.Index(sessions, SessionsPerItem);
        return new SessionModels(
            popular, new SessionPopularity(popular), ItemKnn.Train(sessions, cancellation), Transitions.Train(sessions, cancellation),
            Linear.Train(sessions, cancellation), new SessionKnn(index, VsKnn), new SessionKnn(index, Stan), new SessionKnn(index, Wide));
    }

    /// <summary>Trains the blend, and for it the others, twice: once without the sessions that its weights are fitted to.</summary>
    /// <exception cref="SessionDataException">There are too few sessions.</exception>
    public SessionBlend TrainBlend(SessionSet sessions, CancellationToken cancellation = default) =>
        Blend.Train(sessions, part => Train(part, cancellation).Blended, cancellation);
}
