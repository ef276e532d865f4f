using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Prometheus.Pages;
using SmartKart.Prometheus.Series;

namespace SmartKart.Prometheus.Tests;

public sealed class ExporterTests : IDisposable
{
    private readonly Meter _meter = new($"SmartKart.Test.{Guid.NewGuid():N}");      // meters are the process's: no other test may share the name
    private readonly PrometheusExporter _exporter;

    public ExporterTests() => _exporter = PrometheusExporter.Start(NullLoggerFactory.Instance, meter => meter.Name == _meter.Name);

    public void Dispose()
    {
        _exporter.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void A_page_has_each_family_once_with_its_help_and_type_and_families_by_name()
    {
        _meter.CreateUpDownCounter<long>("b.waiting", "{write}", "Writes that\nwait, in C:\\temp").Add(3);
        var sent = _meter.CreateCounter<long>("a.sent", "By", "Bytes");
        sent.Add(5, new KeyValuePair<string, object?>("topic", "a \"b\"\\\n"), new KeyValuePair<string, object?>("partition", 1));
        sent.Add(2, new KeyValuePair<string, object?>("partition", 1), new KeyValuePair<string, object?>("topic", "a \"b\"\\\n"));     // the same in another order

        _exporter.Page().ShouldBe("""
            # HELP a_sent_bytes_total Bytes
            # TYPE a_sent_bytes_total counter
            a_sent_bytes_total{partition="1",topic="a \"b\"\\\n"} 7
            # HELP b_waiting Writes that\nwait, in C:\\temp
            # TYPE b_waiting gauge
            b_waiting 3

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_histogram_has_cumulative_buckets_a_sum_and_a_count()
    {
        var took = _meter.CreateHistogram("took", "s", "Time", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in new[] { 0.05, 0.1, 0.5, 3 }) took.Record(value);

        _exporter.Page().ShouldEndWith("""
            took_seconds_bucket{le="0.1"} 2
            took_seconds_bucket{le="1"} 3
            took_seconds_bucket{le="+Inf"} 4
            took_seconds_sum 3.65
            took_seconds_count 4

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void What_is_observed_is_asked_for_each_page_and_one_that_is_not_told_any_more_is_gone()
    {
        var topics = new Dictionary<string, int> { ["tea"] = 1, ["cup"] = 2 };
        _meter.CreateObservableGauge("size", () => topics.Select(topic => new Measurement<int>(topic.Value, new KeyValuePair<string, object?>("topic", topic.Key))), "By", "Size");
        _exporter.Page().ShouldContain("size_bytes{topic=\"cup\"} 2\n");

        topics.Remove("cup");
        topics["tea"] = 9;

        var page = MetricsPage.Read(_exporter.Page());
        page.Named("size_bytes").ShouldHaveSingleItem().Value.ShouldBe(9);
    }

    [Fact]
    public void An_observation_that_fails_takes_no_other_off_the_page()
    {
        _meter.CreateObservableGauge("broken", (Func<int>)(() => throw new InvalidOperationException("not now")), null, "Broken");
        _meter.CreateObservableGauge("whole", () => 1, null, "Whole");

        _exporter.Page().ShouldContain("whole 1\n");
    }

    [Fact]
    public void Threads_that_record_at_once_lose_nothing()
    {
        var (counter, histogram) = (_meter.CreateCounter<long>("hits", null, "Hits"), _meter.CreateHistogram<double>("waits", "s", "Waits"));

        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("of", i % 40));
                histogram.Record(0.5, new KeyValuePair<string, object?>("of", i % 7));
            }
        });

        var page = MetricsPage.Read(_exporter.Page());
        page.Named("hits_total").Count().ShouldBe(40);
        page.Sum("hits_total").ShouldBe(20_000);
        page.Sum("waits_seconds_count").ShouldBe(20_000);
        page.Sum("waits_seconds_sum").ShouldBe(10_000);
    }

    [Fact]
    public void A_family_takes_no_more_series_than_its_limit()
    {
        var counter = _meter.CreateCounter<long>("users", null, "Users");

        for (var user = 0; user < MetricFamily.SeriesMax + 5; user++) counter.Add(1, new KeyValuePair<string, object?>("user", user));

        MetricsPage.Read(_exporter.Page()).Named("users_total").Count().ShouldBe(MetricFamily.SeriesMax);
    }

    [Fact]
    public void Recording_on_a_series_that_is_there_allocates_nothing()
    {
        var counter = _meter.CreateCounter<long>("hits", null, "Hits");
        KeyValuePair<string, object?> topic = new("topic", "tea"), application = new("application", "carts");
        counter.Add(1, topic, application);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) counter.Add(1, topic, application);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
