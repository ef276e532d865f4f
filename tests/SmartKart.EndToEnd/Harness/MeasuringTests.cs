using SmartKart.Benchmarks.Measuring;

namespace SmartKart.EndToEnd.Harness;

public sealed class MeasuringTests
{
    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 2.5)]
    [InlineData(new[] { 7.0 }, 7)]
    public void A_median_is_the_middle_value_or_the_mean_of_the_two(double[] values, double median) => Median.Of(values).ShouldBe(median);

    [Fact]
    public void There_is_no_median_of_nothing() => Should.Throw<ArgumentException>(() => Median.Of([]));

    [Fact]
    public async Task Contestants_take_turns_round_by_round_after_all_are_warm()
    {
        var order = new List<string>();
        var medians = await Race.RunAsync([new Scripted("ours", order, 5, 1, 3), new Scripted("peer", order, 2, 2, 9)], _ => { }, TestContext.Current.CancellationToken, rounds: 3);

        order.ShouldBe(["ours warm", "peer warm", "ours", "peer", "ours", "peer", "ours", "peer"]);
        medians.Select(median => median["per_s"]).ShouldBe([3, 2]);
    }

    private sealed class Scripted(string name, List<string> order, params double[] rounds) : IContestant
    {
        private int _round;

        public string Name => name;

        public Task WarmUpAsync(CancellationToken cancel)
        {
            order.Add($"{name} warm");
            return Task.CompletedTask;
        }

        public Task<IReadOnlyDictionary<string, double>> RoundAsync(CancellationToken cancel)
        {
            order.Add(name);
            return Task.FromResult<IReadOnlyDictionary<string, double>>(new Dictionary<string, double> { ["per_s"] = rounds[_round++] });
        }
    }
}
