using SmartKart.FeatureStore.Online;
using SmartKart.Serving.Models;
using SmartKart.Serving.Telemetry;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Recommending;

/// <summary>Puts candidates in order: by the model's ranker where it has one, in one batch, and else by its components' weighted sum. Thread safe.</summary>
internal sealed class CandidateOrder(OnlineStore store, TimeProvider time)
{
    /// <summary>Scores a request's candidates.</summary>
    /// <param name="model">Held open by the caller.</param>
    /// <param name="user">Who asks; null for nobody in particular.</param>
    /// <param name="visitor">What is known of them.</param>
    /// <param name="history">How many products they have.</param>
    /// <param name="scratch">Has the candidates; takes the sums and the scores.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>False where the model has a ranker whose features can't be read: the scores are then the sums.</returns>
    public async ValueTask<bool> ScoreAsync(ServedModel model, string? user, Visitor visitor, int history, RequestScratch scratch, CancellationToken cancel)
    {
        Sum(model.Components, scratch);
        scratch.Sums.AsSpan(0, scratch.Count).CopyTo(scratch.Scores);
        if (model is not { Features: { } features, Artifact.Ranker: { } ranker }) return true;
        if (!features.Shared.IsRead) return false;
        using var stage = ServingTraces.Stage("rank candidates");
        stage?.SetTag("smartkart.candidates", scratch.Count);
        try
        {
            await features.FillAsync(store, user, visitor, history, scratch, VisitorReader.Micros(time.GetUtcNow()), cancel);
        }
        catch (OnlineStoreException fault)
        {
            stage.Fail(fault);
            return false;       // it is told by the rung
        }
        ranker.Score(scratch.Rows.AsSpan(0, scratch.Count * scratch.Columns), scratch.Scores.AsSpan(0, scratch.Count));
        return true;
    }

    private static void Sum(IReadOnlyList<Component> components, RequestScratch scratch)
    {
        for (var at = 0; at < scratch.Count; at++)
        {
            var sum = 0f;
            for (var part = 0; part < components.Count; part++) sum += components[part].Weight * scratch.Parts[at * components.Count + part];
            scratch.Sums[at] = sum;
        }
    }
}
