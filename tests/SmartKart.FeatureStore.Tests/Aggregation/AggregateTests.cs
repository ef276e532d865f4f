using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Aggregation.Numbers;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Tests.Aggregation;

/// <summary>What each aggregate says where the random histories don't go: ties, overflow, cancellation, and sketches past their caps.</summary>
public sealed class AggregateTests
{
    private const long Hour = 3_600_000_000;

    [Theory]
    [InlineData(AggregateKind.First, "a"), InlineData(AggregateKind.Last, "c")]
    public void Of_events_at_one_instant_the_least_is_first_and_the_greatest_last(AggregateKind kind, string expected)
    {
        string[] values = ["b", "a", "c"];
        foreach (var order in new int[][] { [0, 1, 2], [2, 1, 0], [1, 2, 0] })
            Value(new("f", kind) { Of = 0, OfType = ScalarType.String }, order.Select(i => (5L, Scalar.From(values[i])))).String.ShouldBe(expected);
    }

    [Fact]
    public void A_sum_of_whole_numbers_may_pass_the_bounds_on_the_way_but_not_end_beyond()
    {
        var spec = new AggregateSpec("f", AggregateKind.Sum) { Of = 0, OfType = ScalarType.Int64 };
        Value(spec, [(1, Scalar.From(long.MaxValue)), (2, Scalar.From(long.MaxValue)), (3, Scalar.From(long.MinValue))]).Int64.ShouldBe(long.MaxValue - 1);
        var overflow = Should.Throw<AggregateOverflowException>(() => Value(spec, [(1, Scalar.From(long.MaxValue)), (2, Scalar.From(1L))]));
        overflow.Message.ShouldContain("9223372036854775808");
    }

    [Fact]
    public void A_sum_keeps_what_a_Double_alone_would_lose()
    {
        var spec = new AggregateSpec("f", AggregateKind.Sum) { Of = 0, OfType = ScalarType.Double };
        Value(spec, [(1, Scalar.From(1e16)), (2, Scalar.From(1.0)), (3, Scalar.From(-1e16)), (4, Scalar.From(0.1))]).Double.ShouldBe(1.1);
        Value(spec, [(1, Scalar.From(double.PositiveInfinity)), (2, Scalar.From(1.0))]).Double.ShouldBe(double.PositiveInfinity);
        double.IsNaN(Value(spec, [(1, Scalar.From(double.NaN)), (2, Scalar.From(1.0))]).Double).ShouldBeTrue();
    }

    [Fact]
    public void A_variance_far_from_zero_keeps_its_digits()
    {
        var spec = new AggregateSpec("f", AggregateKind.Variance) { Of = 0, OfType = ScalarType.Double };
        Value(spec, Enumerable.Range(0, 1000).Select(i => ((long)i, Scalar.From(1e9 + (i % 2))))).Double.ShouldBe(250.0 / 999, 1e-12);
        Value(spec, [(1, Scalar.From(0.1)), (2, Scalar.From(0.1)), (3, Scalar.From(0.1))]).Double.ShouldBe(0, 1e-30);
        Value(spec, [(1, Scalar.From(0.1))]).IsNull.ShouldBeTrue();
    }

    [Fact]
    public void NaN_is_above_all_numbers()
    {
        (long, Scalar)[] events = [(1, Scalar.From(2.0)), (2, Scalar.From(double.NaN)), (3, Scalar.From(double.PositiveInfinity))];
        Value(new("f", AggregateKind.Min) { Of = 0, OfType = ScalarType.Double }, events).Double.ShouldBe(2);
        double.IsNaN(Value(new("f", AggregateKind.Max) { Of = 0, OfType = ScalarType.Double }, events).Double).ShouldBeTrue();
    }

    [Fact]
    public void A_decayed_sum_halves_per_half_life_however_long_ago_it_began()
    {
        var state = TilePlan.Compile("v", [new("f", AggregateKind.DecayedSum) { HalfLife = TimeSpan.FromHours(1) }]).NewState();
        var results = new Scalar[1];
        state.Finalize(0, results);
        results[0].IsNull.ShouldBeTrue();
        for (var hour = 0L; hour < 5_000; hour++) state.Add(hour * Hour, []);
        state.Finalize(5_000 * Hour, results);
        results[0].Double.ShouldBe(1, 1e-12);      // ½ + ¼ + …
        state.Finalize(5_010 * Hour, results);
        results[0].Double.ShouldBe(1 / 1024.0, 1e-15);
    }

    [Theory]
    [InlineData(256), InlineData(257), InlineData(1_000), InlineData(20_000), InlineData(300_000)]
    public void Different_values_are_exact_to_the_cap_and_then_within_three_standard_errors(int count)
    {
        var spec = new AggregateSpec("f", AggregateKind.CountDistinct) { Of = 0, OfType = ScalarType.Int64 };
        var counted = Value(spec, Enumerable.Range(0, count).Concat(Enumerable.Range(0, 100)).Select(i => (1L, Scalar.From((long)i)))).Int64;
        if (count <= 256) counted.ShouldBe(count);
        else ((double)counted).ShouldBe(count, 3 * 0.023 * count);
    }

    [Fact]
    public void No_key_is_short_of_its_weight_by_more_than_the_stated_share()
    {
        var random = new Random(7);
        var plan = TilePlan.Compile("v", [new("f", AggregateKind.TopK) { By = 0, ByType = ScalarType.Int64, Length = 10 }]);
        var (weights, parts) = (new Dictionary<long, int>(), Enumerable.Range(0, 5).Select(_ => plan.NewState()).ToArray());
        for (var i = 0; i < 50_000; i++)
        {
            var key = (long)(1 / (random.NextDouble() + 1e-4));      // some ten keys with a hundredth or more, thousands with less
            weights[key] = weights.GetValueOrDefault(key) + 1;
            parts[random.Next(parts.Length)].Add(i, [Scalar.From(key)]);
        }
        foreach (var part in parts[1..]) parts[0].Merge(part);
        var (results, lists) = (new Scalar[1], new FeatureLists());
        parts[0].Finalize(50_000, results, lists);
        results[0].Int64.ShouldBe(10);
        var bound = 50_000 / 33.0;
        for (var i = 0; i < 10; i++) ((double)weights[lists.Items(0)[i].Int64] - lists.Weights(0)[i]).ShouldBeInRange(0, bound);
        var found = lists.Items(0).ToArray().Select(key => key.Int64).ToArray();
        foreach (var (key, weight) in weights)
        {
            if (weight > bound + weights.Values.OrderDescending().ElementAt(9)) found.ShouldContain(key);
        }
    }

    [Fact]
    public void A_text_is_cut_to_256_code_points()
    {
        var text = string.Concat(Enumerable.Repeat("𝄞", 300));
        var cut = Value(new("f", AggregateKind.Last) { Of = 0, OfType = ScalarType.String }, [(1, Scalar.From(text))]).String!;
        cut.ShouldBe(string.Concat(Enumerable.Repeat("𝄞", 256)));
    }

    [Fact]
    public void A_ratio_is_drawn_to_its_prior_by_so_many_of_the_denominator()
    {
        var ratio = new Ratio(prior: 0.1, weight: 20);
        ratio.Of(Scalar.From(0L), ScalarType.Int64, Scalar.Null, ScalarType.Int64).Double.ShouldBe(0.1, 1e-15);
        ratio.Of(Scalar.From(8L), ScalarType.Int64, Scalar.From(20.0), ScalarType.Double).Double.ShouldBe(0.25, 1e-15);
        default(Ratio).Of(Scalar.From(1L), ScalarType.Int64, Scalar.From(4L), ScalarType.Int64).Double.ShouldBe(0.25);
        default(Ratio).Of(Scalar.From(1L), ScalarType.Int64, Scalar.From(0L), ScalarType.Int64).IsNull.ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => new Ratio(double.NaN, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Ratio(0, -1));
    }

    private static Scalar Value(AggregateSpec spec, IEnumerable<(long Time, Scalar Value)> events)
    {
        var state = TilePlan.Compile("v", [spec]).NewState();
        var last = 0L;
        foreach (var (time, value) in events) state.Add(last = time, [value]);
        var results = new Scalar[1];
        state.Finalize(last + 1, results);
        return results[0];
    }
}
