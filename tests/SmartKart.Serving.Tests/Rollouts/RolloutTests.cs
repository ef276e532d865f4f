using System.Net;
using SmartKart.Schemas.Events;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Rollouts;
using SmartKart.Serving.Tests.Shop;

namespace SmartKart.Serving.Tests.Rollouts;

/// <summary>A candidate beside the champion, as clients and ops see it over HTTP.</summary>
public sealed class RolloutTests
{
    private const string Shadow = "smartkart_serving_shadow";

    private static readonly RolloutOptions Half = new() { Mode = RolloutMode.Ab, Percent = 50, Experiment = "spring" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_experiment_gives_each_visitor_one_models_lists_and_impressions_say_whose()
    {
        await using var shop = await RolledShop.StartAsync();
        await shop.RollOutAsync(Half, "waiting");
        (await shop.OfferedAsync("user-0")).Variant.ShouldBeNull();
        var candidate = shop.Propose(RolledShop.Other).Version;
        await shop.UntilStateAsync("running", candidate);

        var (parts, offered) = (new Assignment("spring", 0.5), new Dictionary<string, int>());
        foreach (var user in Enumerable.Range(0, 40).Select(at => $"user-{at}"))
        {
            var (products, version, variant) = await shop.OfferedAsync(user);
            var isCandidate = parts.Of(user, null)!.Variant == Variant.Candidate;
            (version, variant).ShouldBe(isCandidate ? (candidate, "candidate") : (1, "champion"));
            products.ShouldBe(isCandidate ? RolledShop.OthersList : RolledShop.ChampionsList);
            offered[user] = version;
        }
        offered.Values.Distinct().Count().ShouldBe(2);
        (await shop.GetAsync("v1/products/tea/similar?limit=2")).Body.GetProperty("variant").GetString().ShouldBeNull();        // nobody in particular asks
        (await shop.PostAsync("v1/rank", """{"session_id": "s1"}""")).Response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        var told = PublishedEvents.Read(shop, 2 * offered.Count + 2).Where(each => each.Action == ClickstreamAction.Impression).ToList();
        told.Where(each => each.ExperimentId is null).Select(each => each.UserId).Distinct().ShouldBe(["user-0"]);       // before there was a candidate
        foreach (var shown in told.Where(each => each.ExperimentId is not null))
            (shown.ExperimentId, shown.Variant).ShouldBe(("spring", offered[shown.UserId] == candidate ? "candidate" : "champion"));

        await shop.RollOutAsync(Half with { Percent = 80 });
        foreach (var (user, version) in offered.Where(each => each.Value == candidate)) (await shop.OfferedAsync(user)).Version.ShouldBe(version);
        await shop.RollOutAsync(new RolloutOptions(), "off");
        await AllGetTheChampionAsync(shop, users: 40);
    }

    [Fact]
    public async Task A_shadow_is_measured_and_seen_by_nobody_even_where_it_fails()
    {
        await using var shop = await RolledShop.StartAsync();
        var same = shop.Propose(ServedShop.Links()).Version;
        await shop.RollOutAsync(new RolloutOptions { Mode = RolloutMode.Shadow });
        (await shop.RolloutAsync()).GetProperty("candidate_version").GetInt32().ShouldBe(same);
        await AllGetTheChampionAsync(shop, users: 10);
        var version = $"version=\"{same}\"";
        await ServedShop.UntilAsync(async () => await shop.MetricAsync($"{Shadow}_lists_total", version) >= 10, "shadows are made or dropped");
        await ServedShop.UntilAsync(async () => await shop.MetricAsync($"{Shadow}_agreement_count", version) >= 1, "and compared");
        (await shop.MetricAsync($"{Shadow}_agreement_sum", version)).ShouldBe(await shop.MetricAsync($"{Shadow}_agreement_count", version), 1e-9);

        var erring = shop.Propose(RolledShop.Erring).Version;
        await shop.UntilStateAsync("running", erring);
        for (var at = 0; at < 10; at++) (await shop.OfferedAsync($"user-{at}")).Products.ShouldBe(RolledShop.ChampionsList);
        await ServedShop.UntilAsync(
            async () => await shop.MetricAsync($"{Shadow}_lists_total", $"version=\"{erring}\"", "outcome=\"failed\"") >= 1, "its failures are counted");
    }

    [Fact]
    public async Task A_canary_that_fails_is_taken_out_and_stays_out_until_another_comes_or_the_rollout_changes()
    {
        await using var shop = await RolledShop.StartAsync();
        var erring = shop.Propose(RolledShop.Erring).Version;
        var rollout = new RolloutOptions { Mode = RolloutMode.Canary, Percent = 50, ListsMin = 20 };
        await shop.RollOutAsync(rollout);
        await RolledShop.AskUntilRolledBackAsync(shop);
        (await shop.RolloutAsync()).GetProperty("candidate_version").GetInt32().ShouldBe(erring);
        var told = await shop.RolloutAsync();
        told.GetProperty("why").GetString()!.ShouldContain("lists failed or weren't fresh, and 0.0 % of the champion's");
        told.GetProperty("rolled_back_at").GetDateTimeOffset().ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        (await shop.GetAsync("health/ready")).Body.ToString().ShouldContain("rolled_back");
        await AllGetTheChampionAsync(shop, users: 20);

        await shop.RollOutAsync(rollout with { Percent = 40 });     // it is tried once more
        await RolledShop.AskUntilRolledBackAsync(shop);
        (await shop.RolloutAsync()).GetProperty("candidate_version").GetInt32().ShouldBe(erring);
        shop.Promote(ServedShop.Links(near: 2));
        await ServedShop.UntilAsync(async () => (await shop.OfferedAsync("user-0")).Version == erring + 1, "the next champion answers");
        (await shop.RolloutAsync()).GetProperty("state").GetString().ShouldBe("rolled_back");       // still the same candidate

        var good = shop.Propose(RolledShop.Other).Version;
        await shop.UntilStateAsync("running", good);
        for (var at = 0; at < 100; at++) await shop.OfferedAsync($"user-{at}");
        await ServedShop.UntilAsync(async () => (await shop.RolloutAsync()).GetProperty("candidate").GetProperty("lists").GetInt64() >= 20, "it is compared");
        (await shop.RolloutAsync()).GetProperty("state").GetString().ShouldBe("running");
        (await shop.MetricAsync("smartkart_serving_rollbacks_total", $"version=\"{erring}\"")).ShouldBeGreaterThanOrEqualTo(2);
        (await shop.MetricAsync("smartkart_serving_variant_faults_total", $"version=\"{erring}\"", "variant=\"candidate\"")).ShouldBeGreaterThanOrEqualTo(40);
    }

    [Fact]
    public async Task A_candidate_that_cannot_be_opened_is_refused_and_told_and_the_champion_goes_on()
    {
        await using var shop = await RolledShop.StartAsync();
        var good = shop.Propose(RolledShop.Other).Version;
        await shop.RollOutAsync(Half);
        var broken = Directory.CreateTempSubdirectory("smartkart-broken-");
        await File.WriteAllTextAsync(Path.Combine(broken.FullName, "MLmodel"), "not a model", Stop);
        var refused = shop.Register(ModelAliases.Candidate, broken.FullName).Version;
        await shop.UntilStateAsync("waiting");
        (await shop.RolloutAsync()).GetProperty("why").GetString()!.ShouldStartWith($"version {refused} was refused: ");
        (await shop.GetAsync("v1/models")).Body.GetProperty("fault").GetString().ShouldBeNull();        // that is of the champion
        await AllGetTheChampionAsync(shop, users: 20);
        shop.Registry.SetAlias(ServedShop.Model, ModelAliases.Candidate, good, Stop);
        await shop.UntilStateAsync("running", good);
        await File.WriteAllTextAsync(shop.RolloutFile, "mode: of", Stop);
        await ServedShop.UntilAsync(
            async () => (await shop.RolloutAsync()).GetProperty("fault").GetString()?.Contains("Write one of off, shadow") is true, "the file's fault is told");
        (await shop.RolloutAsync()).GetProperty("state").GetString().ShouldBe("running");
        broken.Delete(recursive: true);
    }

    private static async Task AllGetTheChampionAsync(ServedShop shop, int users)
    {
        for (var at = 0; at < users; at++)
        {
            var (_, version, variant) = await shop.OfferedAsync($"user-{at}");
            (version, variant).ShouldBe((1, null));
        }
    }
}
