using SmartKart.Scoring.Sessions;
using SmartKart.Training.Sessions;

namespace SmartKart.Benchmarks.Questions.Recommenders.Sessions;

/// <summary>A public set of sessions, what is published of it, and how models are trained on it.</summary>
/// <param name="Name">As metrics call it.</param>
/// <param name="Title">As people do.</param>
/// <param name="File">Its Parquet file.</param>
/// <param name="Recipe">How models are trained: found on the newest tenth of the training sessions, never on the test sessions.</param>
/// <param name="Published">By model: the figures that stand beside ours.</param>
/// <param name="Targets">By model: what is to be reached.</param>
internal sealed record SessionTable(
    string Name, string Title, string File, SessionRecipe Recipe,
    IReadOnlyDictionary<string, PublishedAccuracy> Published, IReadOnlyDictionary<string, TargetAccuracy> Targets)
{
    private static readonly SessionKnnOptions YoochooseStan = new()
    {
        ClickDecay = ClickDecay.Exponential(0.5f), MatchDecay = ClickDecay.Exponential(1), Neighbours = 1_000, LengthNorm = 0.5f,
        AfterDecay = 6, BeforeDecay = 3, BeforeWeight = 0.6f, SameWeight = 0.25f,
    };

    private static readonly SessionKnnOptions DigineticaStan = new()
    {
        ClickDecay = ClickDecay.Exponential(1.2f), Neighbours = 500, LengthNorm = 0.25f, AgeDecay = 1, ClickIdf = 1, ItemIdf = 1,
        AfterDecay = 6, BeforeWeight = 0.6f, SameWeight = 1.5f,
    };

    private static readonly SessionRecipe Yoochoose = new()
    {
        Linear = new LinearSessionTrainer { Ridge = 30 },
        Stan = YoochooseStan,
        Wide = YoochooseStan with { ClickDecay = ClickDecay.Exponential(4), MatchDecay = ClickDecay.None },
    };

    private static readonly SessionRecipe Diginetica = new()
    {
        Linear = new LinearSessionTrainer { Ridge = 120, AgeDecay = 1, ClickDecay = ClickDecay.Exponential(2) },
        Transitions = new TransitionTrainer { AgeDecay = 1 },
        Stan = DigineticaStan,
        Wide = DigineticaStan with { ClickDecay = ClickDecay.Exponential(4), LengthNorm = 0.5f },
    };

    public static IReadOnlyList<SessionTable> All { get; } =
    [
        new("yoochoose", "Yoochoose 1/64", "sessions_yoochoose_1_64.parquet", Yoochoose,
            new Dictionary<string, PublishedAccuracy>
            {
                ["pop"] = new("Wu et al. 2019", 6.71, 1.65),
                ["spop"] = new("Wu et al. 2019", 30.44, 18.35),
                ["itemknn"] = new("Wu et al. 2019", 51.60, 21.81),
                ["session_blend"] = new("SR-GNN (Wu et al. 2019)", 70.57, 30.94),
            },
            new Dictionary<string, TargetAccuracy>
            {
                ["itemknn"] = new(0.99 * 51.60, 0.99 * 21.81), ["vsknn"] = new(64.6, 26.3), ["session_blend"] = new(70.57, 30.94),
            }),
        new("diginetica", "Diginetica", "sessions_diginetica.parquet", Diginetica,
            new Dictionary<string, PublishedAccuracy> { ["session_blend"] = new("GCE-GNN (Yang and Liang)", 54.22, 19.04) },
            new Dictionary<string, TargetAccuracy> { ["vsknn"] = new(51.3, 17.9), ["session_blend"] = new(54.22, 19.04) }),
    ];
}

/// <summary>What a paper prints, in percent.</summary>
internal sealed record PublishedAccuracy(string Source, double Recall, double Mrr);

/// <summary>What is to be reached, in percent.</summary>
internal sealed record TargetAccuracy(double Recall, double Mrr);
