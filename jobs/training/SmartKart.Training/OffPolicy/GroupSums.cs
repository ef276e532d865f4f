namespace SmartKart.Training.OffPolicy;

/// <summary>Means over rounds whose errors are those of groups: rounds of one group may depend on each other as they like, groups don't.</summary>
internal sealed class GroupSums
{
    private readonly int[]? _groups;    // 0 to _count, less one
    private readonly int _count;

    private GroupSums(int[]? groups, int count) => (_groups, _count) = (groups, count);

    /// <param name="groups">Of each round, any numbers; null where each is its own.</param>
    /// <param name="rounds">How many.</param>
    public static GroupSums Of(int[]? groups, int rounds)
    {
        if (groups is null) return new GroupSums(null, rounds);
        var numbers = new Dictionary<int, int>();
        int[] numbered = [.. groups.Select(group => numbers.TryGetValue(group, out var number) ? number : numbers[group] = numbers.Count)];
        return new GroupSums(numbered, numbers.Count);
    }

    /// <summary>The mean, with the error √(Σ over groups of (Σ within of (value − mean))² · g / (g − 1)) / rounds. Of one group it is infinite.</summary>
    public Estimate Mean(double[] values)
    {
        var mean = values.Sum() / values.Length;
        if (_count < 2) return new Estimate(mean, double.PositiveInfinity);
        var sums = new double[_count];
        for (var round = 0; round < values.Length; round++) sums[_groups is null ? round : _groups[round]] += values[round] - mean;
        var squares = 0.0;
        foreach (var sum in sums) squares += sum * sum;
        return new Estimate(mean, Math.Sqrt(squares * _count / (_count - 1)) / values.Length);
    }
}
