using System.Collections.Concurrent;

namespace SmartKart.Serving.Tests.Shop;

/// <summary>What callers see while what the API stands on fails, one part after the other: lists, always.</summary>
public sealed class FaultsUnderLoadTests
{
    private const int Callers = 4, More = 40;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_get_lists_while_a_model_is_broken_Redis_hangs_and_it_and_the_broker_go_and_come_back()
    {
        await using var shop = await ServedShop.StartAsync();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var rungs = new ConcurrentQueue<string>();
        var callers = Enumerable.Range(0, Callers).Select(_ => AskAsync(shop, rungs, done.Token)).ToArray();
        await SeenAsync("fresh");

        shop.Promote(Directory.CreateDirectory(Path.Combine(shop.Folder, "broken")).FullName);
        await ServedShop.UntilAsync(async () => (await shop.GetAsync("v1/models")).Body.GetProperty("fault").GetString() is not null, "the broken model is told of");
        await SeenAsync("fresh");

        await shop.SignalRedisAsync("STOP");
        await SeenAsync("stale_features");
        await shop.SignalRedisAsync("CONT");
        await SeenAsync("fresh");

        await shop.StopRedisAsync();
        await SeenAsync("stale_features");
        await shop.StartRedisAsync();
        await SeenAsync("fresh");

        await shop.StopBrokerAsync();
        await SeenAsync("fresh");
        await shop.StartBrokerAsync();
        await SeenAsync("fresh");

        await done.CancelAsync();
        await Task.WhenAll(callers);

        // Lists of the newest rung, as many as show that it goes on.
        async Task SeenAsync(string rung)
        {
            rungs.Clear();
            await ServedShop.UntilAsync(async () =>
            {
                foreach (var failed in callers.Where(caller => caller.IsFaulted)) await failed;
                return rungs.Count(seen => seen == rung) >= More;
            }, $"lists are {rung}");
        }
    }

    private static async Task AskAsync(ServedShop shop, ConcurrentQueue<string> rungs, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            var (products, rung) = await shop.ListAsync("user_id=ada&limit=3");
            products.ShouldNotBeEmpty();
            rungs.Enqueue(rung);
        }
    }
}
