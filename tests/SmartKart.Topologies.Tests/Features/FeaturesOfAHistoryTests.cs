using SmartKart.Backfill.Simulation;

namespace SmartKart.Topologies.Tests.Features;

/// <summary>The shipped views over a whole history on a real broker and a real Redis, held to what a sweep over the archive gives.</summary>
public sealed class FeaturesOfAHistoryTests
{
    private static readonly SimulationOptions Day = new() { Users = 100, Merchants = 5, Products = 100 };

    [Fact]
    public async Task A_simulated_days_features_agree_with_its_history()
    {
        await using var market = await Marketplace.OpenAsync(new SimulatedHistory(Day));
        await using var instance = await market.StartAsync();

        await market.CatchUpAsync(instance);

        market.Views.Count.ShouldBeGreaterThan(10);
        await market.ShouldAgreeAsync();
    }

    [Fact]
    public async Task They_agree_after_Redis_was_emptied_and_after_it_was_restarted()
    {
        await using var market = await Marketplace.OpenAsync(new SimulatedHistory(Day));
        await using var instance = await market.StartAsync();
        await market.CatchUpAsync(instance);

        await market.EmptyRedisAsync(instance);
        await market.ShouldAgreeAsync();

        await market.RestartRedisAsync();
        await market.EmptyRedisAsync(instance);
        await market.ShouldAgreeAsync();
    }

    [Fact]
    public async Task An_instance_that_begins_with_another_disk_restores_its_tiles_and_finds_them_delivered()
    {
        await using var market = await Marketplace.OpenAsync(new SimulatedHistory(Day));
        await using (var first = await market.StartAsync("one")) await market.CatchUpAsync(first);
        await market.EmptyRedisAsync(instance: null);

        await using var second = await market.StartAsync("two");
        await market.CatchUpAsync(second);

        await market.ShouldAgreeAsync();
    }
}
