using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Tests.Tiles;

public sealed class WindowTests
{
    private const long Minute = 60_000_000;
    private const long Day = 1_440 * Minute;

    [Theory]
    [InlineData(60, 1), InlineData(61, 15), InlineData(1440, 15), InlineData(1441, 60), InlineData(7 * 1440, 60), InlineData((7 * 1440) + 1, 360)]
    [InlineData(31 * 1440, 360), InlineData((31 * 1440) + 1, 1440)]
    public void A_windows_hop_grows_with_its_length(long windowMinutes, long hopMinutes) => Hops.Of(windowMinutes * Minute).ShouldBe(hopMinutes * Minute);

    [Fact]
    public void Rounding_to_a_hop_is_down_also_before_1970()
    {
        Hops.Floor(-1, Minute).ShouldBe(-Minute);
        Hops.Floor(-Minute, Minute).ShouldBe(-Minute);
        Hops.Floor(Minute - 1, Minute).ShouldBe(0);
    }

    [Fact]
    public void A_window_covers_from_its_floored_start_to_just_before_the_instant()
    {
        var state = Counting(60).NewState();
        var t = (100 * Minute) + 30_000_000;
        state.Add((40 * Minute) - 1, []);
        state.Add(40 * Minute, []);
        state.Add(t - 1, []);
        Count(state, t).ShouldBe(2);
        Count(state, 101 * Minute).ShouldBe(1, "at the next minute the window's start has moved over the second event");
    }

    [Fact]
    public void A_feature_ages_with_no_new_event()
    {
        var state = Counting(60).NewState();
        state.Add(0, []);
        Count(state, 1).ShouldBe(1);
        Count(state, (61 * Minute) - 1).ShouldBe(1);
        Count(state, 61 * Minute).ShouldBe(0);
    }

    [Fact]
    public void A_late_event_goes_to_its_own_tile()
    {
        var state = Counting(60).NewState();
        state.Add(100 * Minute, []);
        state.Add(50 * Minute, []).ShouldBeTrue();
        state.TileCount.ShouldBe(2);
        Count(state, (100 * Minute) + 1).ShouldBe(2);
        Count(state, 111 * Minute).ShouldBe(1);
    }

    [Fact]
    public void An_event_too_late_for_every_window_changes_nothing()
    {
        var state = Counting(60).NewState();
        state.Add(100 * Minute, []);
        var before = ParityTests.Written(state);
        state.Add(39 * Minute, []).ShouldBeFalse();
        ParityTests.Written(state).ShouldBe(before);
    }

    [Fact]
    public void Tiles_grow_coarser_with_age_and_are_dropped_past_every_window()
    {
        var state = Counting(60, 1440, 7 * 1440).NewState();
        for (var minute = 0L; minute < 600; minute++) state.Add(minute * Minute, []);
        state.TileCount.ShouldBeLessThan(75 + 36, "an hour and a bit in minutes, the rest in quarters");
        Count(state, 600 * Minute, 2).ShouldBe(600);
        state.Evict(2 * Day);
        state.TileCount.ShouldBe(10, "ten hours");
        state.Evict(20 * Day);
        state.TileCount.ShouldBe(0);
    }

    [Fact]
    public void No_history_makes_more_tiles_than_its_windows_have_hops()
    {
        var state = Counting(60, 1440, 7 * 1440, 30 * 1440).NewState();
        var most = 0;
        for (var ts = 0L; ts < 40 * Day; ts += 17_000_000)
        {
            state.Add(ts, []);
            most = Math.Max(most, state.TileCount);
        }
        // Each level reaches to its longest window, and up to the next hop's edge beyond it.
        most.ShouldBeInRange(400, (60 + 1 + 15) + (92 + 1 + 4) + (144 + 1 + 6) + (92 + 1));
    }

    [Fact]
    public void A_key_silent_for_its_time_to_live_reads_as_of_no_events_until_it_wakes_up()
    {
        var plan = TilePlan.Compile("ttl", [new("count", AggregateKind.Count)], TimeSpan.FromDays(1));
        var state = plan.NewState();
        state.Add(0, []);
        Count(state, Day - 1).ShouldBe(1);
        Count(state, Day).ShouldBe(0);
        state.Evict(2 * Day);
        state.Add(2 * Day, []);
        Count(state, (2 * Day) + 1).ShouldBe(2, "its lifetime is whole, whatever the order of arrival");
    }

    [Fact]
    public void An_event_that_no_feature_takes_still_keeps_its_key_alive()
    {
        var plan = TilePlan.Compile("ttl",
            [new("first", AggregateKind.First) { Of = 0, OfType = ScalarType.Int64 }], TimeSpan.FromDays(1));
        var state = plan.NewState();
        state.Add(0, [Scalar.From(7L)]);
        state.Add(Day - 1, [Scalar.Null]);
        var results = new Scalar[1];
        state.Finalize(Day + 1, results);
        results.ShouldBe([Scalar.From(7L)]);
    }

    [Fact]
    public void Aggregates_that_share_a_state_share_their_tiles()
    {
        AggregateSpec Of(AggregateKind kind, int hours) => new(kind.ToString(), kind)
        {
             Of = 0, OfType = ScalarType.Double, Windows = [TimeSpan.FromHours(hours)],
        };
        var state = TilePlan.Compile("shared", [Of(AggregateKind.Sum, 24), Of(AggregateKind.Avg, 1)]).NewState();
        state.Add(0, [Scalar.From(1.5)]);
        state.Add(5 * Minute, [Scalar.From(2.5)]);
        state.TileCount.ShouldBe(2);
        var results = new Scalar[2];
        state.Finalize(6 * Minute, results);
        results.ShouldBe([Scalar.From(4.0), Scalar.From(2.0)]);
    }

    [Fact]
    public void A_plan_that_cannot_be_is_refused_with_its_remedy()
    {
        Refused(new("f", AggregateKind.Sum)).ShouldBe("feature 'f': Sum needs a value. Name it with 'of'.");
        Refused(new("f", AggregateKind.Sum) { Of = 0, OfType = ScalarType.String }).ShouldContain("needs a number");
        Refused(new("f", AggregateKind.TopK)).ShouldContain("needs a key");
        Refused(new("f", AggregateKind.Count) { By = 0 }).ShouldContain("takes no key");
        Refused(new("f", AggregateKind.Count) { Windows = [TimeSpan.FromSeconds(90)] }).ShouldContain("whole minutes");
        Refused(new("f", AggregateKind.Count) { Windows = [] }).ShouldContain("no window");
        Refused(new("f", AggregateKind.LastK) { Of = 0, Length = 0 }).ShouldContain("Choose 1 to 256");
        Refused(new("f", AggregateKind.Quantile) { Of = 0, OfType = ScalarType.Double, Rank = 1.5 }).ShouldContain("Choose 0 to 1");
        Refused(new("f", AggregateKind.DecayedSum)).ShouldContain("half-life");
        Refused(new("f", AggregateKind.TopK) { By = 0, Length = 40, Cap = 50 }).ShouldContain("twice its length (80)");
        Should.Throw<TilePlanException>(() => TilePlan.Compile("v", [])).Message.ShouldContain("no aggregate");
    }

    [Fact]
    public void States_of_different_plans_do_not_merge()
    {
        var state = Counting(60).NewState();
        Should.Throw<ArgumentException>(() => state.Merge(Counting(61).NewState()));
        Should.Throw<ArgumentException>(() => state.Merge(state));
    }

    private static string Refused(AggregateSpec spec) => Should.Throw<TilePlanException>(() => TilePlan.Compile("v", [spec])).Message;

    private static TilePlan Counting(params int[] minutes) =>
        TilePlan.Compile("counting", [new("count", AggregateKind.Count) { Windows = [.. minutes.Select(window => TimeSpan.FromMinutes(window))] }]);

    private static long Count(TileState state, long t, int window = 0)
    {
        var results = new Scalar[state.Plan.Results.Count];
        state.Finalize(t, results);
        return results[window].Int64;
    }
}
