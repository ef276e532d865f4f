using SmartKart.Local.Platform;
using SmartKart.Prometheus.Pages;
using SmartKart.Topologies.Worker;
using Spectre.Console;

namespace SmartKart.Local.Tests.Platform;

public sealed class PlatformScreenTests
{
    private static readonly MetricsPage Earlier = MetricsPage.Read("""
        smartkart_streams_records_processed_total{application="smartkart-features",task="0_0"} 1000
        """);

    private static readonly MetricsPage Later = MetricsPage.Read("""
        process_resident_memory_bytes 512000000
        smartkart_featurestore_online_memory_bytes 48000000
        smartkart_featurestore_online_unwritten 12
        smartkart_streams_dead_letters_total{application="smartkart-carts",topic="cart_updated"} 3
        smartkart_streams_lag_records{application="smartkart-features",topic="clickstream",partition="0"} 1200
        smartkart_streams_lag_records{application="smartkart-features",topic="clickstream",partition="1"} 34
        smartkart_streams_lag_seconds{application="smartkart-features",topic="clickstream",partition="0"} 4.5
        smartkart_streams_records_processed_total{application="smartkart-features",task="0_0"} 41000
        smartkart_streams_records_processed_total{application="smartkart-features",task="0_1"} 10000
        smartkart_streams_running{application="smartkart-carts"} 0
        smartkart_streams_running{application="smartkart-features"} 1
        smartkart_topologies_freshness_seconds_bucket{le="0.1"} 90
        smartkart_topologies_freshness_seconds_bucket{le="0.2"} 100
        smartkart_topologies_freshness_seconds_bucket{le="+Inf"} 100
        """);

    private static PlatformFigures Figures()
    {
        var time = new ManualTime();
        var earlier = new PlatformLook(time.GetTimestamp(), Earlier, new Dictionary<string, long> { ["clickstream"] = 100_000, ["order_placed"] = 7, ["cart_updated"] = 0 });
        time.Advance(TimeSpan.FromSeconds(10));
        return PlatformFigures.Of(earlier, new PlatformLook(time.GetTimestamp(), Later, new Dictionary<string, long> { ["clickstream"] = 148_120, ["order_placed"] = 7, ["cart_updated"] = 0 }), new WorkerOptions(), time);
    }

    [Fact]
    public void Rates_are_of_the_time_between_two_looks_and_the_rest_of_the_later_one()
    {
        var figures = Figures();

        figures.Topics.ShouldBe([new TopicFigures("clickstream", 4812, 148_120), new TopicFigures("order_placed", 0, 7)]);
        figures.Topologies.ShouldBe(
            [new TopologyFigures("carts", false, 0, 0, TimeSpan.Zero), new TopologyFigures("features", true, 5000, 1234, TimeSpan.FromSeconds(4.5))]);
        figures.FreshnessP99!.Value.TotalSeconds.ShouldBe(0.19, 1e-9);
        (figures.DeadLetters, figures.Unwritten, figures.RedisBytes, figures.ProcessBytes, figures.ArchiveLagRecords).ShouldBe((3, 12, 48_000_000, 512_000_000, null));
    }

    [Fact]
    public void A_screen_fits_eighty_columns()
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 80;

        console.Write(PlatformScreen.Of(Figures()));

        var lines = output.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).ToList();
        lines.ShouldAllBe(line => line.Length <= 80);
        lines.ShouldContain(line => Words(line) == "clickstream 4,812 148,120");
        lines.ShouldContain(line => Words(line) == "features 5,000 1,234 4.5 s");
        lines.ShouldContain(line => Words(line) == "carts not ready 0 0");
        lines.ShouldContain(line => Words(line) == "freshness p50 56 ms, p99 190 ms");
        lines.ShouldContain(line => Words(line) == "redis 48 MB, 12 writes wait");
        lines.ShouldContain(line => Words(line) == "dead letters 3 · archive not running · this process 512 MB");
    }

    [Fact]
    public void A_line_says_the_same() => PlatformWatch.LineOf(Figures()).ShouldBe(
        "4,812 events/s; behind: features 1,234 (4.5 s); not ready: carts; freshness p50 56 ms, p99 190 ms; dead letters 3; archive not running; redis 48 MB, 12 writes wait; process 512 MB");

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
