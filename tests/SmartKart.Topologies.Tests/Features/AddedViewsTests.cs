using SmartKart.Backfill.Simulation;
using SmartKart.Backfill.Tiles;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.Topologies.Features.Handover;

namespace SmartKart.Topologies.Tests.Features;

/// <summary>Views that come to those at work, on a real broker and a real Redis, held to what a sweep over the archive gives.</summary>
public sealed class AddedViewsTests
{
    private static readonly SimulationOptions Day = new() { Users = 60, Merchants = 5, Products = 80 };
    private static readonly FeatureView[] Kept = Named("user_activity", "user_category_activity", "product_activity", "product_sales");

    // Some are kept where their events are, some partitioned anew; one goes one way with a view that is at work, one has a key of two.
    private static readonly FeatureView[] Added = Named("user_affinity", "user_cart", "merchant_sales", "warehouse_stock", "payment_card");
    private static readonly FeatureView[] All = [.. Kept, .. Added];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_view_that_is_added_is_rebuilt_from_the_topics_and_one_that_comes_back_lacks_nothing()
    {
        await using var market = await Marketplace.OpenAsync(new SimulatedHistory(Day));
        await using (var first = await market.StartAsync(views: All)) await market.CatchUpAsync(first);
        await using (var without = await market.StartAsync(views: Kept)) await market.CatchUpAsync(without);

        await using var again = await market.StartAsync(views: All);
        await market.CatchUpAsync(again);

        again.Worker.Topologies.Select(each => each.Topology.Name).ShouldBe(["features", "features-2"]);
        await market.ShouldAgreeAsync(All);
    }

    [Fact]
    public async Task Views_that_history_hands_over_at_an_instant_agree_though_events_come_late()
    {
        await using var market = await Marketplace.OpenAsync(new DisorderedHistory(new SimulatedHistory(Day), places: 400));
        var noon = (Day.Start.AddHours(12) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        await using (var first = await market.StartAsync(views: Kept)) await market.CatchUpAsync(first);

        var history = await market.ArchiveAsync();
        var point = HandoverPoint.Find(history, Added, noon);
        await point.CheckAsync(market.Admin, Stop);
        using (var handover = await FeatureHandover.BeginAsync(Added, market.Placements, Marketplace.Settings, market.Kafka, market.Admin, market.Registry, Stop))
        {
            foreach (var view in handover.Views)
            {
                await TileBackfill.RunAsync(view, point.History, point.Until, (key, tiles, _) =>
                {
                    handover.Write(view, [.. key], tiles);
                    return ValueTask.CompletedTask;
                }, cancel: Stop);
            }
            await handover.CompleteAsync(point.Starts, Stop);
        }

        await using var both = await market.StartAsync(views: All);
        await market.CatchUpAsync(both);

        both.Worker.Topologies.Select(each => each.Topology.Name).ShouldBe(["features", "features-2"]);
        await market.ShouldAgreeAsync(All);
        (await Should.ThrowAsync<FeatureHandoverException>(() => FeatureHandover.BeginAsync(
            Added, market.Placements, Marketplace.Settings, market.Kafka, market.Admin, market.Registry, Stop))).Message.ShouldContain(Added[0].Id);
    }

    private static FeatureView[] Named(params string[] names) => [.. names.Select(name => Marketplace.ShippedViews.Single(view => view.Name == name))];
}
