using SmartKart.Scoring.Sessions;

namespace SmartKart.Training.Sessions;

/// <summary>Session-kNN learns by heart: it indexes the sessions.</summary>
public static class SessionKnnTrainer
{
    /// <summary>An index of sessions, which several models may share.</summary>
    /// <param name="sessions">What is indexed.</param>
    /// <param name="sessionsPerItem">How many sessions are found by an item: of each the newest so many.</param>
    /// <exception cref="SessionDataException">There is nothing to index.</exception>
    public static SessionIndex Index(SessionSet sessions, int sessionsPerItem)
    {
        if (sessions.Clicks == 0) throw SessionDataException.NothingToTrainOn("session-kNN");
        var builder = new SessionIndexBuilder(sessions.ItemCount);
        for (var session = 0; session < sessions.Count; session++) builder.Add(sessions[session]);
        return builder.Build(sessionsPerItem);
    }
}
