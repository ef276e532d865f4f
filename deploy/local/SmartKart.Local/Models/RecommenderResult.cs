using SmartKart.FeatureStore.Offline;
using SmartKart.Local.Terminal;
using SmartKart.Scoring.Registry;
using SmartKart.Training.Interactions;
using SmartKart.Training.Runs.Reading;

namespace SmartKart.Local.Models;

/// <summary>What a history taught a recommender; or why it could teach none.</summary>
/// <param name="Training">The run; null where the history is too small.</param>
/// <param name="Lists">What its champion offers some customers.</param>
/// <param name="TooSmall">Why there is no run; null where there is one.</param>
internal sealed record RecommenderResult(RecommenderTraining? Training, RecommendedLists? Lists, string? TooSmall)
{
    /// <summary>Trains as this checkout's configuration says, and asks the champion.</summary>
    public static RecommenderResult Run(HistorySource history, IModelRegistry registry, IWorkProgress progress, CancellationToken cancel)
    {
        var plan = RecommenderPlanReader.Read(RecommenderTraining.ShippedPlan);
        try
        {
            var training = RecommenderTraining.Run(plan, history, registry, journal: null, progress, cancel);
            return new RecommenderResult(training, RecommendedLists.Of(plan, history, registry), TooSmall: null);
        }
        catch (InteractionException small)
        {
            return new RecommenderResult(null, null, small.Message);        // a few rows are a history, too
        }
    }

    public object ToDocument() => new { Training = Training?.ToDocument(), Customers = Lists?.Customers, TooSmall };

    public void Print()
    {
        if (Training is null) Console.WriteLine($"No recommender: {TooSmall}");
        else RecommenderTable.Print(Training);
        Lists?.Print();
    }
}
