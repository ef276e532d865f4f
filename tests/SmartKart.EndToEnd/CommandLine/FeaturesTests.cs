using System.Text.Json;

namespace SmartKart.EndToEnd.CommandLine;

public sealed class FeaturesTests : IDisposable
{
    private const string Definitions = """
        entity: user
        join_keys: [user_id]
        ---
        feature_view: activity
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        ttl: 8d
        features:
          views: {aggregate: count, filter: action = 'view', windows: [24h, 7d]}
          taste: {aggregate: decayed_sum, by: category_id, half_life: 3d, top: 10}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-features-");

    private string Activity => Path.Combine(_folder.FullName, "activity.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_shipped_definitions_are_sound_and_mean_what_was_released()
    {
        (await DoAsync("validate")).ShouldContain("all sound");
        (await DoAsync("diff")).ShouldBe("the definitions mean the same as what was released\n");
    }

    [Fact]
    public async Task The_example_of_the_page_about_features_is_sound()
    {
        var page = await File.ReadAllTextAsync(Repository.PathOf("docs", "features.md"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Activity, page.Split("```yaml\n")[1].Split("```")[0], TestContext.Current.CancellationToken);
        (await DoAsync("validate", _folder.FullName)).ShouldBe("1 entities, 1 views with 6 features, 1 services: all sound\n");
    }

    [Fact]
    public async Task The_views_and_services_are_listed()
    {
        (await DoAsync("list")).ShouldContain("user × category");
        var listed = Json(await DoAsync("list", "--json"));
        listed.GetProperty("views").EnumerateArray().Select(view => view.GetProperty("name").GetString()).ShouldContain("payment_card");
        listed.GetProperty("services").EnumerateArray().Select(service => service.GetProperty("name").GetString()).ShouldBe(["recommender", "ranking", "visitor", "trending", "fraud", "demand"]);
    }

    [Fact]
    public async Task A_view_is_described_feature_by_feature()
    {
        (await DoAsync("describe", "user_activity")).ShouldContain("seconds(now - last_at)");
        var described = Json(await DoAsync("describe", "product_sales@1", "--json"));
        described.GetProperty("source").GetProperty("each").GetString().ShouldBe("lines");
        var units = described.GetProperty("features").EnumerateArray().Single(feature => feature.GetProperty("name").GetString() == "units_7d");
        units.GetProperty("windowSeconds").GetDouble().ShouldBe(7 * 86_400);
        units.GetProperty("hopSeconds").GetDouble().ShouldBe(3_600);

        var unknown = await RunAsync("describe", "user_actvity");
        unknown.Status.ShouldBe(1);
        unknown.Errors.ShouldBe("smartkart: There is no feature view 'user_actvity'. Did you mean 'user_activity'?\n");
    }

    [Fact]
    public async Task Validate_tells_every_fault_with_its_place_and_exits_with_1()
    {
        var faulty = Definitions.Replace("half_life: 3d", "half_live: 3d").Replace("action =", "acton =");
        await File.WriteAllTextAsync(Activity, faulty, TestContext.Current.CancellationToken);

        var run = await RunAsync("validate", _folder.FullName);
        run.Status.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Errors.ShouldContain($"{Activity}:9:37: activity.features.views.filter: there is no field 'acton'. Did you mean 'action'?\n");
        run.Errors.ShouldContain("Did you mean 'half_life'?");

        var json = await RunAsync("validate", _folder.FullName, "--json");
        json.Status.ShouldBe(1);
        Json(json.Output).GetProperty("isSound").GetBoolean().ShouldBeFalse();
        Json(json.Output).GetProperty("faults")[0].GetProperty("line").GetInt32().ShouldBe(9);
    }

    [Fact]
    public async Task What_was_released_stays_and_a_change_of_it_is_told_and_refused()
    {
        await File.WriteAllTextAsync(Activity, Definitions, TestContext.Current.CancellationToken);
        Json(await DoAsync("diff", "--definitions", _folder.FullName, "--json")).GetProperty("changes")[0].GetProperty("kind").GetString().ShouldBe("added");
        (await DoAsync("release", "--definitions", _folder.FullName)).ShouldEndWith("released.json written, with activity@1\n");
        (await DoAsync("release", "--definitions", _folder.FullName)).ShouldEndWith("released.json has every view already\n");

        await File.WriteAllTextAsync(Activity, Definitions.Replace("half_life: 3d", "half_life: 4d"), TestContext.Current.CancellationToken);
        var change = Json(await DoAsync("diff", "--definitions", _folder.FullName, "--json")).GetProperty("changes")[0];
        change.GetProperty("kind").GetString().ShouldBe("changed");
        change.GetProperty("features")[0].GetProperty("feature").GetString().ShouldBe("taste");
        var refused = await RunAsync("validate", _folder.FullName);
        refused.Status.ShouldBe(1);
        refused.Errors.ShouldContain("Give it version: 2; version 1 goes on until it is removed");
    }

    private static Task<ProcessRun> RunAsync(params string[] arguments) => ProcessRun.SmartKartAsync(["features", .. arguments]);

    private static async Task<string> DoAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        run.Status.ShouldBe(0, $"{string.Join(' ', arguments)}: {run.Errors}");
        return run.Output;
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
