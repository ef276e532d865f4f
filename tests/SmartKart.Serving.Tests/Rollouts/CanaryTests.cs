using SmartKart.Serving.Rollouts;
using SmartKart.Serving.Tests.Access;

namespace SmartKart.Serving.Tests.Rollouts;

/// <summary>When a canary is worse than the champion.</summary>
public sealed class CanaryTests
{
    private static readonly RolloutOptions Rollout = new() { Mode = RolloutMode.Canary, Percent = 50, ListsMin = 100 };

    private readonly SetTime _time = new();

    [Theory]
    [InlineData(100, 100, 0, null)]         // fails always, and too few lists are known
    [InlineData(100, 100, 100, "100.0 % of its 100 lists failed or weren't fresh, and 0.0 % of the champion's 100")]
    [InlineData(1_000, 15, 1_000, null)]    // within what is allowed
    [InlineData(100, 3, 100, null)]         // beyond it, and as likely by chance
    [InlineData(1_000, 60, 1_000, "6.0 % of its 1000 lists")]
    public void Failing_lists_take_it_out_once_chance_does_not_explain_them(int lists, int faults, int champions, string? expected)
    {
        var canary = new Canary(Rollout, _time);
        for (var at = 0; at < lists; at++) canary.Count(Variant.Candidate, TimeSpan.FromMilliseconds(5), isFault: at < faults);
        for (var at = 0; at < champions; at++) canary.Count(Variant.Champion, TimeSpan.FromMilliseconds(5), isFault: false);
        if (expected is null) canary.Judge().ShouldBeNull();
        else canary.Judge().ShouldNotBeNull().ShouldStartWith(expected);
    }

    [Fact]
    public void Where_both_fail_alike_neither_is_worse()
    {
        var canary = new Canary(Rollout, _time);
        for (var at = 0; at < 1_000; at++) canary.Count((Variant)(at % 2), TimeSpan.FromMilliseconds(5), isFault: true);
        canary.Judge().ShouldBeNull();
        (canary.Seen.Champion.FaultShare, canary.Seen.Candidate.Lists).ShouldBe((1, 500));
    }

    [Theory]
    [InlineData(10, 9, null)]       // within twice the champion's 99th percentile
    [InlineData(10, 100, "took up to")]
    [InlineData(1_000, 100, null)]  // one list in a thousand
    public void Slow_lists_take_it_out_where_too_many_are(int oneIn, double slowMs, string? expected)
    {
        var canary = new Canary(Rollout, _time);
        for (var at = 0; at < 1_000; at++)
        {
            canary.Count(Variant.Champion, TimeSpan.FromMilliseconds(5), isFault: false);
            canary.Count(Variant.Candidate, TimeSpan.FromMilliseconds(at % oneIn == 0 ? slowMs : 5), isFault: false);
        }
        if (expected is null) canary.Judge().ShouldBeNull();
        else canary.Judge().ShouldNotBeNull().ShouldContain(expected);
    }

    [Fact]
    public void What_is_older_than_the_window_counts_no_more()
    {
        var canary = new Canary(Rollout, _time);
        for (var at = 0; at < 90; at++) canary.Count(Variant.Candidate, TimeSpan.FromMilliseconds(5), isFault: true);
        for (var slice = 0; slice < 10; slice++)
        {
            canary.Judge().ShouldBeNull();
            canary.Seen.Candidate.Lists.ShouldBe(90);
            _time.Advance(TimeSpan.FromSeconds(Rollout.WindowSeconds) / 10);
        }
        canary.Judge();
        canary.Judge();
        canary.Seen.Candidate.Lists.ShouldBe(0);
    }
}
