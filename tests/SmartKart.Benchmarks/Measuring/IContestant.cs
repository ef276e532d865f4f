namespace SmartKart.Benchmarks.Measuring;

/// <summary>What takes part in a race: code of ours in this process, or a peer in its own.</summary>
public interface IContestant
{
    /// <summary>As it is called in what is said on the way.</summary>
    string Name { get; }

    /// <summary>Runs until it is as fast as it gets. Called once, before the first round.</summary>
    Task WarmUpAsync(CancellationToken cancel);

    /// <summary>Runs one round.</summary>
    /// <returns>The round's numbers by name; the same names each round.</returns>
    Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel);
}
