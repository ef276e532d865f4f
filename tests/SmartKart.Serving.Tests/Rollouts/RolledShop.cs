using System.Globalization;
using System.Net;
using System.Text.Json;
using SmartKart.Scoring.Recommenders;
using SmartKart.Serving.Rollouts;
using SmartKart.Serving.Tests.Shop;

namespace SmartKart.Serving.Tests.Rollouts;

/// <summary>A served shop whose candidate is rolled out, as ops and clients see it.</summary>
internal static class RolledShop
{
    /// <summary>What the champion offers who looked at tea, and what <see cref="Other"/> offers them: no product is in both.</summary>
    public static readonly string[] ChampionsList = ["pot", "mug"], OthersList = ["cake", "fork"];

    /// <summary>A model that offers everybody the last two products.</summary>
    public static ItemSimilarityModel Other { get; } = new(
        new[] { 0, 2, 4, 6, 8, 9, 10 }, new[] { 4, 5, 4, 5, 4, 5, 4, 5, 5, 4 }, new[] { 1, .5f, 1, .5f, 1, .5f, 1, .5f, 1, 1 });

    /// <summary>A model that can be opened, and fails whenever it is asked: it knows no way to score who wasn't there when it was trained.</summary>
    public static FactorModel Erring { get; } = new(1, default, new float[] { 1, 2, 3, 4, 5, 6 });

    /// <summary>A shop with a champion, which follows its rollout each 50 ms.</summary>
    public static Task<ServedShop> StartAsync() => ServedShop.StartAsync(time: new HurriedTime());

    /// <summary>Writes the rollout, and waits until it stands so.</summary>
    public static async Task RollOutAsync(this ServedShop shop, RolloutOptions rollout, string state = "running")
    {
        var draft = shop.RolloutFile + ".new";
        await File.WriteAllTextAsync(draft, RolloutText.Write(rollout), TestContext.Current.CancellationToken);
        File.Move(draft, shop.RolloutFile, overwrite: true);
        await ServedShop.UntilAsync(
            async () => await shop.RolloutAsync() is var told && told.GetProperty("mode").GetString() == RolloutModes.Of(rollout.Mode)
                && told.GetProperty("state").GetString() == state
                && told.GetProperty("percent").ToString() == string.Create(CultureInfo.InvariantCulture, $"{rollout.Percent}"),
            $"{rollout} is {state}");
    }

    /// <summary>How the rollout stands.</summary>
    public static async Task<JsonElement> RolloutAsync(this ServedShop shop) => (await shop.GetAsync("v1/models")).Body.GetProperty("rollout");

    /// <summary>Waits until the rollout is in a state.</summary>
    public static Task UntilStateAsync(this ServedShop shop, string state, int? candidate = null) => ServedShop.UntilAsync(
        async () => await shop.RolloutAsync() is var told && told.GetProperty("state").GetString() == state
            && (candidate is null || (told.GetProperty("candidate_version") is { ValueKind: JsonValueKind.Number } each && each.GetInt32() == candidate)),
        $"the rollout is {state}");

    /// <summary>What a visitor who looked at tea is offered, and by whom.</summary>
    public static async Task<(IReadOnlyList<string> Products, int Version, string? Variant)> OfferedAsync(this ServedShop shop, string user)
    {
        var (response, body) = await shop.PostAsync("v1/recommendations", $$"""{"user_id": "{{user}}", "viewed": ["tea"], "limit": 2}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body.ToString());
        body.GetProperty("rung").GetString().ShouldBe("fresh");
        var products = body.GetProperty("recommendations").EnumerateArray().Select(each => each.GetProperty("product_id").GetString()!);
        return ([.. products], body.GetProperty("model_version").GetInt32(), body.GetProperty("variant").GetString());
    }

    /// <summary>Has visitors ask until a failing canary is taken out. Each of them is answered, and by the champion wherever the candidate failed.</summary>
    public static async Task AskUntilRolledBackAsync(ServedShop shop)
    {
        for (var at = 0; (await shop.RolloutAsync()).GetProperty("state").GetString() == "running"; at++)
        {
            at.ShouldBeLessThan(2_000, "it is rolled back");
            (await shop.OfferedAsync($"user-{at}")).Products.ShouldBe(ChampionsList);
        }
        (await shop.RolloutAsync()).GetProperty("state").GetString().ShouldBe("rolled_back");
    }

    /// <summary>The sum of a metric's series that have some labels; 0 where there are none.</summary>
    public static async Task<double> MetricAsync(this ServedShop shop, string name, params string[] labels)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("metrics", UriKind.Relative));
        using var answer = await shop.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }
}
