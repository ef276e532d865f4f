using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>The session models, trained on the same sessions, by the names that tables of results call them by.</summary>
/// <param name="Popular">pop: what everybody clicks.</param>
/// <param name="SessionPopular">spop: what the session clicked most.</param>
/// <param name="ItemKnn">itemknn: neighbours of the last item.</param>
/// <param name="Transitions">rules: sequential rules.</param>
/// <param name="Linear">slit: the linear model of partial sessions.</param>
/// <param name="VsKnn">vsknn: session-kNN with linear decays.</param>
/// <param name="Stan">stan: session-kNN with exponential decays.</param>
/// <param name="Wide">Session-kNN that looks further back, for the blend.</param>
public sealed record SessionModels(
    PopularItems Popular, SessionPopularity SessionPopular, LinkedItems ItemKnn, LinkedItems Transitions, LinkedItems Linear,
    SessionKnn VsKnn, SessionKnn Stan, SessionKnn Wide)
{
    private static readonly ClickDecay WholeSession = ClickDecay.Exponential(2);

    /// <summary>Each by its name, baselines first.</summary>
    public IReadOnlyList<(string Name, ISessionRecommender Model)> Named =>
    [
        ("pop", Popular), ("spop", SessionPopular), ("itemknn", ItemKnn), ("rules", Transitions), ("slit", Linear), ("vsknn", VsKnn), ("stan", Stan),
    ];

    /// <summary>
    /// Those that a blend weighs: also item-kNN and the rules as the whole session's clicks have it, which share their arrays with those of the
    /// last click. What popularity knows, a blend looks at by itself.
    /// </summary>
    public IReadOnlyList<ISessionRecommender> Blended =>
    [
        ItemKnn, new LinkedItems(ItemKnn.Links, WholeSession), Transitions, new LinkedItems(Transitions.Links, WholeSession), Linear, VsKnn, Wide, Stan,
    ];
}
