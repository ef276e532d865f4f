using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>
/// What follows what: of each item how often others came after it in the same session, the nearer the more, as shares. With a reach of 1 it is
/// a Markov chain, with more sequential rules (Ludewig, Jannach: "Evaluation of Session-based Recommendation Algorithms", UMUAI 2018). An
/// item may follow itself.
/// </summary>
public sealed record TransitionTrainer
{
    /// <summary>How many clicks later counts.</summary>
    public int Reach { get; init; } = 10;

    /// <summary>The weight of what comes x clicks later is exp(-(x - 1) / this).</summary>
    public float ReachDecay { get; init; } = 1;

    /// <summary>How fast past sessions lose weight, as a share of all; infinite for not at all.</summary>
    public float AgeDecay { get; init; } = float.PositiveInfinity;

    /// <summary>What is added to the sum that a row is divided by, so that an item with one successor is not sure of it.</summary>
    public float Shrinkage { get; init; } = 1;

    /// <summary>How many successors of an item are kept.</summary>
    public int Successors { get; init; } = 500;

    /// <summary>How loud a session's older clicks are.</summary>
    public ClickDecay ClickDecay { get; init; } = ClickDecay.LastClick;

    /// <summary>Trains.</summary>
    /// <exception cref="SessionDataException">There is nothing to train on.</exception>
    public LinkedItems Train(SessionSet sessions, CancellationToken cancellation = default)
    {
        if (sessions.Clicks == 0) throw SessionDataException.NothingToTrainOn("transitions");
        var clicks = new ItemClicks(sessions);
        var ages = SessionAges.Weights(sessions.Count, AgeDecay);
        var nearness = new float[Reach + 1];
        for (var distance = 1; distance <= Reach; distance++) nearness[distance] = MathF.Exp(-(distance - 1) / ReachDecay);
        var counts = LinkRows.Build(sessions.ItemCount, int.MaxValue, (item, scores) =>
        {
            foreach (var (session, place) in clicks.Of(item))
            {
                var items = clicks.Session(session);
                for (var later = place + 1; later < items.Length && later <= place + Reach; later++)
                {
                    if (items[later] >= 0) scores.Add(items[later], nearness[later - place] * ages[session]);
                }
            }
        }, cancellation);
        return new LinkedItems(Shares(counts), ClickDecay);
    }

    private ItemLinks Shares(ItemLinks counts)
    {
        var targets = new int[counts.ItemCount][];
        var weights = new float[counts.ItemCount][];
        for (var item = 0; item < targets.Length; item++)
        {
            var row = counts.WeightsOf(item);
            var sum = Shrinkage;
            foreach (var weight in row) sum += weight;
            var kept = Math.Min(row.Length, Successors);
            targets[item] = counts.TargetsOf(item)[..kept].ToArray();
            weights[item] = Array.ConvertAll(row[..kept].ToArray(), weight => weight / sum);
        }
        return LinkRows.Join(targets, weights);
    }
}
