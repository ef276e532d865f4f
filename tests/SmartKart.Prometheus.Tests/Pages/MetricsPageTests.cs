using SmartKart.Prometheus.Pages;

namespace SmartKart.Prometheus.Tests.Pages;

public sealed class MetricsPageTests
{
    private const string Page = """
        # HELP took_seconds Time
        # TYPE took_seconds histogram
        took_seconds_bucket{le="0.1"} 50
        took_seconds_bucket{le="0.2"} 90
        took_seconds_bucket{le="+Inf"} 100
        up 1
        lag{topic="a \"b\"\\\n",partition="3"} -1.5e3
        odd NaN
        """;

    [Fact]
    public void A_page_is_read_with_its_labels_and_every_kind_of_number()
    {
        var page = MetricsPage.Read(Page);

        page.Samples.Count.ShouldBe(6);
        var lag = page.Named("lag").Single();
        lag["topic"].ShouldBe("a \"b\"\\\n");
        lag["partition"].ShouldBe("3");
        lag["missing"].ShouldBe("");
        lag.Value.ShouldBe(-1500);
        page.Sum("took_seconds_bucket", "le", "+Inf").ShouldBe(100);
        page.Max("up").ShouldBe(1);
        page.Max("down").ShouldBeNull();
        page.Named("odd").Single().Value.ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData(0.5, 0.1)]
    [InlineData(0.25, 0.05)]
    [InlineData(0.7, 0.15)]
    [InlineData(0.99, 0.2)]        // beyond the last bound nothing is known
    public void A_quantile_lies_within_its_bucket_as_if_spread_evenly(double quantile, double expected) =>
        MetricsPage.Read(Page).Quantile("took_seconds", quantile)!.Value.ShouldBe(expected, 1e-9);

    [Fact]
    public void Of_two_pages_a_quantile_is_of_what_came_between()
    {
        var later = MetricsPage.Read(Page.Replace("0.2\"} 90", "0.2\"} 190", StringComparison.Ordinal).Replace("Inf\"} 100", "Inf\"} 200", StringComparison.Ordinal));

        later.Quantile("took_seconds", 0.5, MetricsPage.Read(Page))!.Value.ShouldBe(0.15, 1e-9);
        later.Quantile("took_seconds", 0.5, later).ShouldBeNull();
    }

    [Theory]
    [InlineData("novalue")]
    [InlineData("a{b=\"c} 1")]
    [InlineData("a{b=\"c\"}1")]
    [InlineData("a one")]
    public void What_is_no_line_of_the_format_is_refused(string line) => Should.Throw<FormatException>(() => MetricsPage.Read(line));
}
