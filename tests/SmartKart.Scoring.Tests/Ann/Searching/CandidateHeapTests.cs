using SmartKart.Scoring.Ann.Searching;

namespace SmartKart.Scoring.Tests.Ann.Searching;

public sealed class CandidateHeapTests
{
    [Fact]
    public void It_gives_what_was_pushed_the_nearest_first_and_the_smaller_row_first_of_equals()
    {
        var heap = new CandidateHeap();
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            heap.Clear();
            var oracle = new List<(float Distance, int Row)>();
            for (var row = 0; row < 200; row++)
            {
                oracle.Add((random.Next(-10, 10), row));
                heap.Push(oracle[^1].Distance, row);
                if (random.Next(4) > 0) continue;
                heap.Pop().ShouldBe(oracle.Min());
                oracle.Remove(oracle.Min());
            }
            heap.Count.ShouldBe(oracle.Count);
            foreach (var expected in oracle.Order()) heap.Pop().ShouldBe(expected);
        }
    }
}
