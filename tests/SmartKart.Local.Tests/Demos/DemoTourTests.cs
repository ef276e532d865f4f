using SmartKart.Local.Demos;

namespace SmartKart.Local.Tests.Demos;

public sealed class DemoTourTests
{
    private static readonly Uri Api = new("http://127.0.0.1:8080/");

    [Fact]
    public void Each_line_finds_the_demo_wherever_its_data_its_Redis_and_its_cluster_are()
    {
        var lines = Lines(new DemoTour(Api, "./smartkart", " --data-directory '/srv/a b'", " --redis r:1", " --bootstrap-servers k:1", "17850", "85123A"));

        lines.ShouldContain("./smartkart features get visitor user_id=anon:you --data-directory '/srv/a b' --redis r:1");
        lines.ShouldContain("./smartkart recommend 17850 --data-directory '/srv/a b'");
        lines.ShouldContain("./smartkart lag --data-directory '/srv/a b' --bootstrap-servers k:1");
        lines.ShouldContain(
            "curl http://127.0.0.1:8080/v1/events -H 'content-type: application/json' "
            + """-d '{"topic": "clickstream", "event": {"user_id": "anon:you", "action": "view", "product_id": "85123A"}}'""");
        lines.ShouldContain("# the page to shop on, as 17850 or as nobody known");
    }

    [Fact]
    public void Of_a_history_that_taught_no_model_what_sells_is_asked_for()
    {
        var lines = Lines(new DemoTour(Api, "./smartkart", "", "", "", User: null, Product: null));

        lines.ShouldNotContain(line => line.Contains("v1/events"));
        lines.ShouldContain("./smartkart recommend anon:you");
    }

    private static string[] Lines(DemoTour tour) => [.. tour.Text().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
