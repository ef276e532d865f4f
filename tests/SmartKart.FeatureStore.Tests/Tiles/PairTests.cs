using System.Buffers;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Tests.Tiles;

public sealed class PairTests
{
    private const long Day = 86_400_000_000;

    private static readonly TilePlan Plan = TilePlan.Compile("pair",
    [
        new("count", AggregateKind.Count) { Windows = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(30), AggregateSpec.Lifetime] },
        new("distinct", AggregateKind.CountDistinct) { Of = 0, OfType = ScalarType.Int64, Windows = [TimeSpan.FromDays(7)] },
        new("last", AggregateKind.Last) { Of = 0, OfType = ScalarType.Int64 },
    ], TimeSpan.FromDays(60));

    [Theory]
    [InlineData(1), InlineData(2)]
    public void A_head_and_closed_tiles_answer_as_one_state_through_commits_and_crashes(int seed)
    {
        var random = new Random(seed);
        var (whole, pair) = (Plan.NewState(), new TilePair(Plan));
        var (head, closed) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        var (time, folds, sequence) = (1_000 * Day, 0, 0L);
        for (var i = 0; i < 4_000; i++)
        {
            time += random.NextInt64(random.Next(100) == 0 ? 70 * Day : Day / 100);
            var ts = random.Next(5) == 0 ? time - random.NextInt64(50 * Day) : time;
            Scalar[] values = [Scalar.From((long)random.Next(300))];
            pair.Add(ts, values);
            whole.Add(ts, values);
            if (random.Next(3) > 0) continue;

            head.ResetWrittenCount();
            var next = new ArrayBufferWriter<byte>();
            if (pair.Write(++sequence, head, next))
            {
                closed = next;
                folds++;
            }
            if (random.Next(2) == 0)
            {
                pair = new TilePair(Plan);      // the process died after the commit
                pair.Read(head.WrittenSpan, closed.WrittenSpan);
            }
            var t = time + 1 + random.NextInt64(Day * 2);
            Results(pair, t).ShouldBe(Results(whole, t), $"seed {seed}, event {i}");
        }
        folds.ShouldBeInRange(1, (int)sequence / 2, "a commit is to rewrite the closed tiles now and then, not each time");
    }

    [Fact]
    public void A_head_is_refused_with_a_closed_blob_that_it_does_not_go_with()
    {
        var pair = new TilePair(Plan);
        var (head, closed) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        for (var i = 0; i < 100; i++) pair.Add(Day + i, [Scalar.From((long)i)]);
        pair.Write(7, head, closed).ShouldBeTrue();
        var torn = new TilePair(Plan);
        Should.Throw<TileBlobException>(() => torn.Read(head.WrittenSpan, [])).Message.ShouldContain("sequence 7");
        torn.Closed.IsEmpty.ShouldBeTrue();
        torn.Read(head.WrittenSpan, closed.WrittenSpan);
        Results(torn, Day + 1_000)[0].ShouldBe(Scalar.From(100L));
    }

    private static Scalar[] Results(TilePair pair, long t)
    {
        var results = new Scalar[Plan.Results.Count];
        pair.Finalize(t, results);
        return results;
    }

    private static Scalar[] Results(TileState state, long t)
    {
        var results = new Scalar[Plan.Results.Count];
        state.Finalize(t, results);
        return results;
    }
}
