using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Sessions;

/// <summary>Indexes of sessions that tests write down.</summary>
internal static class Indexes
{
    public static SessionIndex Of(int[][] sessions, int itemCount, int sessionsPerItem = 1_000)
    {
        var builder = new SessionIndexBuilder(itemCount);
        foreach (var session in sessions) builder.Add(session);
        return builder.Build(sessionsPerItem);
    }
}
