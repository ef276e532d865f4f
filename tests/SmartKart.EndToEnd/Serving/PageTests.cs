using System.Text.Json;

namespace SmartKart.EndToEnd.Serving;

/// <summary>The demo page in a real browser, over a real shop. Screenshots stay in artifacts/screenshots.</summary>
public sealed class PageTests
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string Peers = Repository.PathOf("tests", "peers");

    [Fact]
    public async Task What_a_visitor_does_changes_what_is_recommended_and_a_browser_and_axe_find_nothing_wrong()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed; apt-get install chromium");
        foreach (var package in (string[])["puppeteer-core", "axe-core"])
            Assert.SkipUnless(Directory.Exists(Path.Combine(Peers, "node_modules", package)), $"tests/peers/node_modules/{package} is missing: run 'npm ci --ignore-scripts' in tests/peers");
        var screenshots = Repository.PathOf("artifacts", "screenshots");
        await using var shop = await RunningShop.StartAsync();

        var run = await ProcessRun.RunAsync(new("node", [Path.Combine(Peers, "page_browser.mjs"), shop.Address.ToString(), Chromium, screenshots]));

        run.Status.ShouldBe(0, run.Errors);
        using var document = JsonDocument.Parse(run.Output);
        var said = document.RootElement;
        foreach (var wrong in (string[])["violations", "errors", "strangers", "overflows"]) Texts(said, wrong).ShouldBeEmpty(wrong);
        var steps = said.GetProperty("steps").EnumerateArray().ToList();
        steps.Select(step => step.GetProperty("action").GetString()).ShouldBe(["view", "cart", "buy"]);
        foreach (var step in steps) step.GetProperty("status").GetString()!.ShouldStartWith("Updated in", Case.Sensitive, "its features came back");
        foreach (var changing in steps.Where(step => step.GetProperty("action").GetString() is "view" or "buy"))
            Texts(changing, "after").ShouldNotBe(Texts(changing, "before"), $"{changing.GetProperty("action")} says something of taste");
        Texts(steps[^1], "after").ShouldNotContain(steps[^1].GetProperty("product").GetString(), "what was just bought is not recommended");
        File.Exists(Path.Combine(screenshots, "page.png")).ShouldBeTrue();
    }

    private static List<string?> Texts(JsonElement of, string name) => [.. of.GetProperty(name).EnumerateArray().Select(text => text.GetString())];
}
