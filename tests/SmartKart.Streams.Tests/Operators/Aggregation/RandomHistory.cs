namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>A record of a random history.</summary>
public sealed record Arrival(string Key, string Value, long TimeMs);

/// <summary>Random records: few keys (one the beginning of another), times that mostly advance, some out of order, some too late.</summary>
internal static class RandomHistory
{
    private static readonly string[] _keys = ["a", "ab", "b"];

    /// <param name="random">Seeded.</param>
    /// <param name="count">How many records.</param>
    /// <param name="stepMs">By how much time advances at most.</param>
    /// <param name="isAllowed">Of how much a record may come late, in ms.</param>
    public static List<Arrival> Of(Random random, int count, int stepMs, Func<long, bool>? isAllowed = null)
    {
        var history = new List<Arrival>();
        var streamTimeMs = (long)random.Next(3 * stepMs); // some histories begin at the epoch's edge
        for (var number = 0; number < count; number++)
        {
            var latenessMs = random.Next(4) == 0 ? random.Next(6 * stepMs) : 0;
            if (latenessMs == 0) streamTimeMs += random.Next(stepMs);
            else if (isAllowed?.Invoke(latenessMs) == false) latenessMs = 0;
            var timeMs = Math.Max(0, streamTimeMs - latenessMs);
            if (isAllowed?.Invoke(streamTimeMs - timeMs) == false) timeMs = streamTimeMs;
            history.Add(new Arrival(_keys[random.Next(_keys.Length)], $"{number},", timeMs));
        }
        return history;
    }

    /// <summary>The values of an aggregate, in an order that does not depend on how it came about.</summary>
    public static string Sorted(string values) => string.Join(',', values.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).Order());
}
