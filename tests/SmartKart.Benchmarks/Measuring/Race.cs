namespace SmartKart.Benchmarks.Measuring;

/// <summary>
/// Runs contestants in turn, round by round: whatever else the machine does then falls on all of them alike, so that
/// a ratio of their medians is fair even where the figures themselves are not steady.
/// </summary>
public static class Race
{
    /// <summary>An odd number, so that the median is a round that was run.</summary>
    public const int DefaultRounds = 7;

    /// <returns>For each contestant, in the order given, the median over the rounds of each of its numbers.</returns>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, double>>> RunAsync(
        IReadOnlyList<IContestant> contestants, Action<string> say, CancellationToken cancel, int rounds = DefaultRounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        foreach (var contestant in contestants)
        {
            say($"warming up {contestant.Name}");
            await contestant.WarmUpAsync(cancel);
        }

        var results = contestants.Select(_ => new List<IReadOnlyDictionary<string, double>>()).ToList();
        for (var round = 1; round <= rounds; round++)
        {
            say($"round {round} of {rounds}");
            for (var i = 0; i < contestants.Count; i++)
            {
                cancel.ThrowIfCancellationRequested();
                results[i].Add(await contestants[i].RoundAsync(cancel));
            }
        }
        return results.ConvertAll(MedianOfEach);
    }

    private static IReadOnlyDictionary<string, double> MedianOfEach(List<IReadOnlyDictionary<string, double>> rounds) =>
        rounds[0].Keys.ToDictionary(name => name, name => Median.Of(rounds.Select(round => round[name])));
}
