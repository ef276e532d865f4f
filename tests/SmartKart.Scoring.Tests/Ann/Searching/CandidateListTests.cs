using SmartKart.Scoring.Ann.Searching;

namespace SmartKart.Scoring.Tests.Ann.Searching;

public sealed class CandidateListTests
{
    [Fact]
    public void It_keeps_the_nearest_in_order_and_expands_each_once_as_a_sorted_set_does()
    {
        var list = new CandidateList();
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var capacity = 1 + random.Next(20);
            list.Reset(capacity);
            var oracle = new SortedSet<(float Distance, int Row)>();
            var expanded = new HashSet<int>();
            for (var row = 0; row < 100; row++)
            {
                float distance = random.Next(-20, 20);
                if (distance < list.Worst)
                {
                    list.Add(distance, row);
                    oracle.Add((distance, row));
                    if (oracle.Count > capacity) oracle.Remove(oracle.Max);
                }
                if (random.Next(3) > 0) continue;
                var next = oracle.Where(entry => !expanded.Contains(entry.Row)).Select(entry => (int?)entry.Row).FirstOrDefault();
                list.TryExpand(out var expandedRow).ShouldBe(next.HasValue);
                if (next.HasValue) expandedRow.ShouldBe(next.Value);
                if (next.HasValue) expanded.Add(next.Value);
            }
            Enumerable.Range(0, list.Count).Select(at => (list.Distance(at), list.Row(at))).ShouldBe(oracle);
            list.Worst.ShouldBe(oracle.Count == capacity ? oracle.Max.Distance : float.PositiveInfinity);
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1.5f)]
    [InlineData(-1.5f)]
    [InlineData(float.MaxValue)]
    [InlineData(-float.MaxValue)]
    [InlineData(float.Epsilon)]
    [InlineData(float.PositiveInfinity)]
    public void A_key_gives_back_what_it_was_made_of(float distance)
    {
        var key = CandidateKey.Of(distance, int.MaxValue);
        CandidateKey.Distance(key | CandidateKey.Expanded).ShouldBe(distance);
        CandidateKey.Row(key | CandidateKey.Expanded).ShouldBe(int.MaxValue);
    }
}
