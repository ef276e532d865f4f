namespace SmartKart.Backfill.Simulation;

/// <summary>The distributions that a shop's day is drawn from, all from one seed.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    internal bool Happens(double probability) => _random.NextDouble() < probability;

    internal int Below(int count) => _random.Next(count);

    internal int Between(int least, int most) => _random.Next(least, most + 1);

    internal TimeSpan Seconds(int least, int most) => TimeSpan.FromMilliseconds(_random.Next(least * 1000, most * 1000 + 1));

    /// <summary>
    /// A waiting time without memory, such as that for a supplier; in whole milliseconds, because events tell no finer time than
    /// microseconds.
    /// </summary>
    internal TimeSpan Exponential(TimeSpan mean) =>
        TimeSpan.FromMilliseconds(Math.Round(mean.TotalMilliseconds * -Math.Log(1 - _random.NextDouble())));

    /// <summary>A place in a list, the earlier the likelier: place k has weight 1 / (k + 1), Zipf's law.</summary>
    internal int Zipf(int count)
    {
        // The continuous inverse of the harmonic sum: exact enough for a shop, and no table to keep.
        var place = (int)Math.Exp(_random.NextDouble() * Math.Log(count + 1)) - 1;
        return Math.Min(place, count - 1);
    }

    /// <summary>An index, by weight.</summary>
    internal int Weighted(ReadOnlySpan<int> weights)
    {
        var total = 0;
        foreach (var weight in weights) total += weight;
        var left = _random.Next(total);
        var index = 0;
        while (left >= weights[index]) left -= weights[index++];
        return index;
    }
}
