using System.Globalization;
using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>A session model that was trained on a history's visits.</summary>
/// <param name="Model">Trained on all of them, to be registered.</param>
/// <param name="Accuracy">How well one that knew the older ones foretold what the newest went on with.</param>
/// <param name="Visits">What it was trained on.</param>
public sealed record TrainedSessions(SessionKnn Model, SessionAccuracy Accuracy, Visits Visits)
{
    /// <summary>How many places count.</summary>
    public const int Places = 20;

    // Baskets have dozens of lines, each a case that takes a millisecond or more: Online Retail's took over a minute in all.
    private const int ClicksMax = 10_000;

    /// <summary>Judges by the newest visits, and trains on all.</summary>
    /// <param name="plan">How.</param>
    /// <param name="visits">On what.</param>
    /// <param name="test">The share of the visits, the newest, that are held out; of more than 10,000 clicks visits in even steps are judged by.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="SessionDataException">There are too few to be parted.</exception>
    public static TrainedSessions Train(SessionsPlan plan, Visits visits, double test, CancellationToken cancel = default)
    {
        var options = SessionKnnOptions.VsKnn with { Neighbours = plan.Neighbours, SessionsPerItem = plan.SessionsPerItem };
        SessionKnn Model(SessionSet sessions) => new(SessionKnnTrainer.Index(sessions, plan.SessionsPerItem), options);
        var (older, newer) = visits.Sessions.CutNewest(test);
        var judged = new SessionEvaluation { Places = Places }.Judge(Model(older), Few(newer), cancel);
        return new TrainedSessions(Model(visits.Sessions), judged, visits);
    }

    /// <summary>What was measured, in a sentence.</summary>
    public string Told => string.Create(
        CultureInfo.InvariantCulture,
        $"Session-kNN from {Visits.Sessions.Count:N0} visits of {Visits.Topic}: on the {Accuracy.Cases:N0} next products of {Accuracy.Sessions:N0} newer visits ")
        + string.Create(CultureInfo.InvariantCulture, $"HR@{Places} {Of(Accuracy.Recall)}, MRR@{Places} {Of(Accuracy.Mrr)}.");

    private static string Of(Estimate found) => string.Create(CultureInfo.InvariantCulture, $"{found.Value:F4} ({found.Low:F4}–{found.High:F4})");

    private static SessionSet Few(SessionSet sessions)
    {
        if (sessions.Clicks <= ClicksMax) return sessions;
        var count = Math.Max(1, (int)((long)sessions.Count * ClicksMax / sessions.Clicks));
        return SessionSet.Of([.. Enumerable.Range(0, count).Select(at => sessions[(int)((long)at * sessions.Count / count)].ToArray())], sessions.ItemCount);
    }
}
