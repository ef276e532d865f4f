using SmartKart.Benchmarks.Measuring;

namespace SmartKart.EndToEnd.Harness;

/// <summary>Alone: a hot loop is warm when the runtime compiles nothing more, and other tests keep it compiling.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class HotLoopTests
{
    [Fact]
    public async Task A_hot_loop_counts_the_bytes_that_an_operation_allocates()
    {
        var cancel = TestContext.Current.CancellationToken;
        object? kept = null;
        var frugal = new HotLoop("frugal", count => { for (var i = 0; i < count; i++) kept = null; });
        var lavish = new HotLoop("lavish", count => { for (var i = 0; i < count; i++) kept = new byte[1000]; });

        var medians = await Race.RunAsync([frugal, lavish], _ => { }, cancel, rounds: 1);

        medians[0]["frugal_alloc_b"].ShouldBe(0, tolerance: 0.01);
        medians[1]["lavish_alloc_b"].ShouldBe(1024, tolerance: 1); // 1,000 bytes, with the array's header and padding
        medians.ShouldAllBe(median => median.Single(number => number.Key.EndsWith("_per_s")).Value > 0);
        GC.KeepAlive(kept);
    }

    [Fact]
    public async Task A_hot_loop_is_not_measured_cold() =>
        await Should.ThrowAsync<InvalidOperationException>(() => new HotLoop("cold", _ => { }).RoundAsync(TestContext.Current.CancellationToken));
}
