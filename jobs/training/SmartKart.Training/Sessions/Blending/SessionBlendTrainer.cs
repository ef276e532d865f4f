using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>
/// Learns how to weigh models against each other. Models are trained on the older sessions, the weights are fitted to what comes next in the
/// newer ones, and then the models are trained again on all: weights are never fitted to sessions that a model has learnt from, which would
/// favour the one that learns by heart.
/// </summary>
public sealed record SessionBlendTrainer
{
    /// <summary>What share of the sessions, the newest, the weights are fitted to.</summary>
    public double HeldOut { get; init; } = 0.1;

    /// <summary>About how many clicks they are fitted to, at most: each is kept with all that was proposed, some 10 kB.</summary>
    public int CasesMax { get; init; } = 40_000;

    /// <summary>How many items each model proposes.</summary>
    public int Proposals { get; init; } = 40;

    /// <summary>Up to which session length each set of weights holds, rising; one more holds beyond the last.</summary>
    public IReadOnlyList<int> LengthBounds { get; init; } = [1, 2, 3, 4, 6, 10];

    /// <summary>How strongly the weights for some lengths are held to those for all: as much as so many cases.</summary>
    public double Ridge { get; init; } = 10;

    /// <summary>How fast past sessions lose weight in what is lately popular, as a share of all.</summary>
    public float LatelyDecay { get; init; } = 0.02f;

    /// <summary>Trains.</summary>
    /// <param name="sessions">What is trained on.</param>
    /// <param name="train">Trains the models that are blended, on the sessions it is given.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="SessionDataException">There are too few sessions to hold some out.</exception>
    public SessionBlend Train(SessionSet sessions, Func<SessionSet, IReadOnlyList<ISessionRecommender>> train, CancellationToken cancellation = default)
    {
        var (older, newer) = sessions.CutNewest(HeldOut);
        var weights = Fit(Layout(older, train(older)), newer, cancellation);
        return new SessionBlend(Layout(sessions, train(sessions)), weights);
    }

    /// <summary>What the models and these sessions make up.</summary>
    internal BlendLayout Layout(SessionSet sessions, IReadOnlyList<ISessionRecommender> members)
    {
        var popular = new PopularityTrainer().Train(sessions);
        var lately = new PopularityTrainer { AgeDecay = LatelyDecay }.Train(sessions);
        return new BlendLayout(members, [Logarithms(popular, sessions), Logarithms(lately, sessions)], popular, Proposals, LengthBounds);
    }

    /// <summary>Weights for a layout whose models have not seen the sessions.</summary>
    internal float[] Fit(BlendLayout layout, SessionSet sessions, CancellationToken cancellation)
    {
        var cases = BlendCases.Of(layout, sessions, CasesMax, cancellation).Cases;
        if (cases.Count == 0)
            throw new SessionDataException(
                $"In the {sessions.Count} sessions held out nothing was clicked that a model proposes: there is nothing to fit weights to. Take more sessions.");
        var fit = new LogitFit(layout.Width, Ridge);
        var common = fit.Fit(cases, new double[layout.Width], cancellation);
        var kinds = cases.ToLookup(one => one.LengthKind);
        return
        [
            .. Enumerable.Range(0, layout.LengthKinds)
                .SelectMany(kind => fit.Fit([.. kinds[kind]], common, cancellation))
                .Select(weight => (float)weight),
        ];
    }

    // Of clicks rather than shares, so that one click more or less is told from none, and the number of sessions does not matter much.
    private static float[] Logarithms(PopularItems popular, SessionSet sessions) =>
        Array.ConvertAll(popular.ToArray(), share => MathF.Log(1 + share * sessions.Clicks));
}
