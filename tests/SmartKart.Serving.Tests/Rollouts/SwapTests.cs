using SmartKart.Scoring.Registry;
using SmartKart.Serving.Rollouts;
using SmartKart.Serving.Tests.Shop;

namespace SmartKart.Serving.Tests.Rollouts;

/// <summary>Champion and candidate that change while visitors ask.</summary>
public sealed class SwapTests
{
    private const int Asking = 6, Swaps = 40;
    private static readonly TimeSpan BetweenSwaps = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_request_fails_and_each_list_is_wholly_of_the_version_that_it_names()
    {
        await using var shop = await RolledShop.StartAsync();
        int[] champions = [1, shop.Promote(RolledShop.Other).Version];
        int[] candidates = [shop.Propose(ServedShop.Links()).Version, shop.Propose(RolledShop.Other).Version];
        await shop.RollOutAsync(new RolloutOptions { Mode = RolloutMode.Ab, Percent = 50 });

        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var asking = Enumerable.Range(0, Asking).Select(at => AskAsync(shop, at, champions, candidates, done.Token)).ToList();
        for (var swap = 0; swap < Swaps; swap++)
        {
            shop.Registry.SetAlias(ServedShop.Model, ModelAliases.Champion, champions[swap % 2], Stop);
            shop.Registry.SetAlias(ServedShop.Model, ModelAliases.Candidate, candidates[swap / 2 % 2], Stop);
            await Task.Delay(BetweenSwaps, Stop);
        }
        await done.CancelAsync();
        var seen = (await Task.WhenAll(asking)).SelectMany(each => each).ToList();
        seen.Distinct().Order().ShouldBe(champions.Concat(candidates).Order());      // all of them have answered
        TestContext.Current.TestOutputHelper?.WriteLine($"{seen.Count} lists, {seen.Zip(seen.Skip(1)).Count(pair => pair.First != pair.Second)} changes of version");

        // The candidate of now becomes champion: it goes on as it is open, and there is nothing to roll out any more.
        shop.Registry.SetAlias(ServedShop.Model, ModelAliases.Champion, candidates[1], Stop);
        shop.Registry.SetAlias(ServedShop.Model, ModelAliases.Candidate, candidates[1], Stop);
        await shop.UntilStateAsync("waiting");
        for (var at = 0; at < 10; at++) (await shop.OfferedAsync($"user-{at}")).Version.ShouldBe(candidates[1]);
    }

    private static async Task<List<int>> AskAsync(ServedShop shop, int asker, int[] champions, int[] candidates, CancellationToken done)
    {
        var versions = new List<int>();
        var others = new[] { champions[1], candidates[1] };
        while (!done.IsCancellationRequested)
        {
            var (products, version, variant) = await shop.OfferedAsync($"user-{asker}-{versions.Count % 10}");
            products.ShouldBe(others.Contains(version) ? RolledShop.OthersList : RolledShop.ChampionsList);
            (variant == "candidate" ? candidates : champions).ShouldContain(version);
            versions.Add(version);
        }
        return versions;
    }
}
