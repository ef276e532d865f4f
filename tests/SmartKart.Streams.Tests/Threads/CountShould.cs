using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Threads;

/// <summary>What the output of a count must be where each record counts once.</summary>
internal static class CountShould
{
    /// <summary>Each key is counted from 1 without a gap or a repetition, and all records are there.</summary>
    public static void BeExact(IReadOnlyList<ReadRecord> counts, int records)
    {
        counts.Count.ShouldBe(records);
        foreach (var key in counts.GroupBy(record => record.Key))
            key.Select(record => record.Number).ShouldBe(Enumerable.Range(1, key.Count()).Select(n => (long)n), $"the counts of {key.Key}");
    }
}
