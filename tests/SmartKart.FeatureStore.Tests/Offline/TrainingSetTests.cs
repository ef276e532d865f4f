using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Views;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.FeatureStore.Tests.Offline;

/// <summary>Labels and a history in, a training set out.</summary>
public sealed class TrainingSetTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly HistoryFolder _history = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _history.Dispose();

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 40)]
    [InlineData(3, 400)]
    public async Task Each_label_has_the_features_that_its_events_alone_give_from_scratch(int seed, int users)
    {
        _history.Add("clickstream", Clicks.Events(1_500, users, seed * 100));
        _history.Add("clickstream", Clicks.Events(1_500, users, (seed * 100) + 50));
        var labels = _history.Write(Clicks.Labels(120, users, seed));
        var output = _history.PathOf();
        var statistics = await TrainingSet.BuildAsync(Clicks.All, _history.Source, labels, output, cancel: Cancel);

        statistics.Labels.ShouldBe(120);
        var (before, after) = (_history.Read(labels), _history.Read(output));
        after.Count.ShouldBe(before.Count);
        var scratch = new FromScratch(Clicks.All, _history);
        for (var i = 0; i < before.Count; i++)
        {
            var label = before[i];
            for (var column = 0; column < label.Length; column++)
                FromScratch.AreSame(after[i][column], label[column]).ShouldBeTrue($"row {i}, label column {column}");
            var expected = scratch.Vector(
                key => (string)label[key switch { "product_id" => 1, "user_id" => 2, _ => 4 }]!,
                Micros(label[3]!));
            for (var feature = 0; feature < expected.Length; feature++)
                FromScratch.AreSame(after[i][label.Length + feature], expected[feature])
                    .ShouldBeTrue($"row {i}, {Clicks.All.Features[feature]}: {after[i][label.Length + feature]} instead of {expected[feature]}");
        }
    }

    [Fact]
    public async Task The_generated_SQL_gives_the_same_file()
    {
        _history.Add("clickstream", Clicks.Events(4_000, 25, 9));
        var labels = _history.Write(Clicks.Labels(400, 25, 9));
        var (swept, queried) = (_history.PathOf(), _history.PathOf());
        await TrainingSet.BuildAsync(Clicks.All, _history.Source, labels, swept, cancel: Cancel);
        await SqlTrainingSet.BuildAsync(Clicks.All, _history.Source, labels, queried, cancel: Cancel);
        var columns = _history.Columns(swept);
        _history.Columns(queried).Except(columns).ShouldBeEmpty();
        var (left, right) = (_history.Read(swept), _history.Read(queried));
        left.Count.ShouldBe(right.Count);
        for (var i = 0; i < left.Count; i++)
        {
            for (var column = 0; column < columns.Count; column++)
                IsNear(columns[column], left[i][column], right[i][column])
                    .ShouldBeTrue($"row {i}, {columns[column]}: {left[i][column]} against {right[i][column]}");
        }

        // Tiles give a quantile within 1 %.
        static bool IsNear(string column, object? left, object? right) =>
            column.Contains("__middle_", StringComparison.Ordinal) && left is double near && right is double exact
                ? Math.Abs(near - exact) <= 0.01 * Math.Abs(exact)
                : FromScratch.AreSame(left, right);
    }

    [Fact]
    public async Task The_file_has_the_labels_columns_as_they_are_then_each_feature_under_its_views_name()
    {
        _history.Add("clickstream", Clicks.Events(100, 5, 1));
        var output = _history.PathOf();
        await TrainingSet.BuildAsync(Clicks.All, _history.Source, _history.Write(Clicks.Labels(10, 5, 1)), output, cancel: Cancel);
        var columns = _history.Columns(output);
        columns.Take(6).ShouldBe(
            ["clicked? BOOLEAN", "product_id VARCHAR", "user_id VARCHAR", "event_timestamp TIMESTAMP WITH TIME ZONE", "category_id VARCHAR", "extra BIGINT[]"]);
        columns.Count.ShouldBe(6 + Clicks.All.Features.Count);
        columns.ShouldContain("user_clicks__events_1h BIGINT");
        columns.ShouldContain("user_clicks__recent VARCHAR[]");
        columns.ShouldContain("user_clicks__drawn STRUCT(\"key\" VARCHAR, weight DOUBLE)[]");
        columns.ShouldContain("user_clicks__last_at TIMESTAMP WITH TIME ZONE");
        columns[^1].ShouldBe("product_clicks__users_7d BIGINT");
    }

    [Theory]
    [InlineData("labelled"), InlineData("label"), InlineData("t"), InlineData("key_user_id"), InlineData("l"), InlineData("features_0")]
    public async Task What_a_label_s_column_or_its_key_is_called_is_all_one_to_both_engines(string name)
    {
        _history.Add("clickstream", Clicks.Events(100, 5, 1));
        var service = ServicePlan.Compile(DefinitionSet.Parse(new DefinitionFile("clicks.yaml", $$"""
            entity: user
            join_keys: [{{name}}]
            ---
            feature_view: clicks
            entity: user
            source: {topic: clickstream, key: user_id, timestamp: occurred_at}
            ttl: 90d
            features: {clicks: {aggregate: count} }
            """)).View("clicks"));
        var asKey = _history.Write($"SELECT user_id AS \"{name}\", event_timestamp, 1 AS other FROM ({Clicks.Labels(20, 5, 1)})");
        var asOther = _history.Write($"SELECT user_id, event_timestamp, 1 AS \"{name}\" FROM ({Clicks.Labels(20, 5, 1)})");
        foreach (var (plan, labels) in ((ServicePlan, string)[])[(service, asKey), (Clicks.View("user_looks"), asOther)])
        {
            var (swept, queried) = (_history.PathOf(), _history.PathOf());
            await TrainingSet.BuildAsync(plan, _history.Source, labels, swept, cancel: Cancel);
            await SqlTrainingSet.BuildAsync(plan, _history.Source, labels, queried, cancel: Cancel);
            _history.Columns(swept).Count.ShouldBe(3 + plan.Features.Count);
            _history.Columns(queried).ShouldBe(_history.Columns(swept));
            Differences(swept, queried).ShouldBe(0L);
        }
    }

    [Fact]
    public async Task An_event_at_or_after_a_labels_instant_never_changes_its_row()
    {
        _history.Add("clickstream", Clicks.Events(800, 10, 1));
        var labels = _history.Write(Clicks.Labels(200, 10, 1));
        var (clean, planted) = (_history.PathOf(), _history.PathOf());
        await TrainingSet.BuildAsync(Clicks.View("user_clicks"), _history.Source, labels, clean, cancel: Cancel);
        // At each user's last label and just after it, so that every label of the user must be blind to them.
        _history.Add("clickstream", $"""
            SELECT user_id, last + to_microseconds(i) AS occurred_at, 'view' AS action, 'planted' AS product_id, 'planted' AS category_id,
                1000000::INTEGER AS "position", 1e6::DOUBLE AS propensity
            FROM (SELECT user_id, max(event_timestamp) AS last FROM '{labels}' GROUP BY user_id), range(3) t(i)
            """);
        await TrainingSet.BuildAsync(Clicks.View("user_clicks"), _history.Source, labels, planted, cancel: Cancel);
        Differences(clean, planted).ShouldBe(0L);
        _history.Add("clickstream", $"""
            SELECT user_id, last - to_microseconds(1) AS occurred_at, 'view' AS action, 'planted' AS product_id, 'planted' AS category_id,
                1000000::INTEGER AS "position", 1e6::DOUBLE AS propensity
            FROM (SELECT user_id, max(event_timestamp) AS last FROM '{labels}' GROUP BY user_id)
            """);
        var seen = _history.PathOf();
        await TrainingSet.BuildAsync(Clicks.View("user_clicks"), _history.Source, labels, seen, cancel: Cancel);
        Differences(clean, seen).ShouldBeGreaterThan(0L, "an event a microsecond before a label is seen, or this test shows nothing");
    }

    [Fact]
    public async Task Neither_the_memory_limit_nor_the_number_of_threads_changes_a_value()
    {
        // Long texts in every event, so that sorting 300,000 of them takes more than the limit.
        const string repeated = "repeat(product_id, 40) AS product_id, repeat(category_id, 40) AS category_id";
        _history.Add("clickstream", $"SELECT * REPLACE ({repeated}) FROM ({Clicks.Events(300_000, 3_000, 7)})");
        var labels = _history.Write(Clicks.Labels(5_000, 3_000, 7));
        var (wide, narrow) = (_history.PathOf(), _history.PathOf());
        await TrainingSet.BuildAsync(Clicks.View("user_clicks"), _history.Source, labels, wide,
            new OfflineOptions { Threads = 3, TempFolder = _history.Root }, cancel: Cancel);
        var statistics = await TrainingSet.BuildAsync(
            Clicks.View("user_clicks"), _history.Source, labels, narrow,
            new OfflineOptions { MemoryLimit = OfflineOptions.MemoryLimitMin, Threads = 1, TempFolder = _history.Root }, cancel: Cancel);
        statistics.SpilledBytes.ShouldBeGreaterThan(0);
        Differences(wide, narrow).ShouldBe(0L);
        Directory.EnumerateDirectories(_history.Root, "smartkart-sweep-*").ShouldBeEmpty("what was spilled is removed");
    }

    [Fact]
    public async Task Instants_without_a_zone_are_read_as_UTC()
    {
        _history.Add("clickstream", Clicks.Events(300, 4, 2));
        var (zoned, plain) = (_history.PathOf(), _history.PathOf());
        var query = Clicks.Labels(50, 4, 2);
        await TrainingSet.BuildAsync(Clicks.View("user_clicks"), _history.Source, _history.Write(query), zoned, cancel: Cancel);
        var labels = _history.Write($"SELECT * REPLACE (make_timestamp(epoch_us(event_timestamp)) AS event_timestamp) FROM ({query})");
        await TrainingSet.BuildAsync(Clicks.View("user_clicks"), _history.Source, labels, plain, cancel: Cancel);
        _history.Columns(plain).ShouldContain("event_timestamp TIMESTAMP");
        Differences(zoned, plain, "EXCLUDE (event_timestamp)").ShouldBe(0L);
    }

    [Fact]
    public async Task No_labels_give_no_rows_and_all_columns()
    {
        _history.Add("clickstream", Clicks.Events(10, 4, 2));
        var output = _history.PathOf();
        var statistics = await TrainingSet.BuildAsync(
            Clicks.All, _history.Source, _history.Write($"FROM ({Clicks.Labels(5, 4, 2)}) LIMIT 0"), output, cancel: Cancel);
        (statistics.Labels, statistics.Events).ShouldBe((0, 0));
        _history.Read(output).ShouldBeEmpty();
        _history.Columns(output).Count.ShouldBe(6 + Clicks.All.Features.Count);
    }

    [Fact]
    public async Task It_tells_what_it_read_and_how_far_it_is()
    {
        _history.Add("clickstream", $"""
            SELECT 'u' || i % 4 AS user_id, TIMESTAMPTZ '{Start:u}' + to_days(i::INTEGER) AS occurred_at, 'view' AS action,
                NULL::VARCHAR AS product_id, NULL::VARCHAR AS category_id, NULL::INTEGER AS "position", NULL::DOUBLE AS propensity
            FROM range(12) t(i)
            """);
        var labels = _history.Write($"SELECT 'u' || i AS user_id, TIMESTAMPTZ '{Start:u}' + to_days(8) AS event_timestamp FROM range(3) t(i)");
        var told = new Told();
        var statistics = await TrainingSet.BuildAsync(Clicks.View("user_clicks"), _history.Source, labels, _history.PathOf(), progress: told, cancel: Cancel);
        statistics.Views.ShouldBe([new ViewStatistics("user_clicks@1", Keys: 3, Events: 6)]);
        statistics.Stages.Keys.ShouldBe(Enum.GetValues<OfflineStage>());
        statistics.PeakMemoryBytes.ShouldBeGreaterThan(0);
        told.Stages.ShouldBe(Enum.GetValues<OfflineStage>());
        told.Last(OfflineStage.Sweep).ShouldBe((3, 3));
    }

    [Fact]
    public async Task A_file_that_is_there_is_left_as_it_is_unless_it_may_be_replaced()
    {
        _history.Add("clickstream", Clicks.Events(10, 4, 2));
        var labels = _history.Write(Clicks.Labels(5, 4, 2));
        var output = _history.Write("SELECT 1 AS precious");
        await Should.ThrowAsync<WarehouseFileException>(() => TrainingSet.BuildAsync(Clicks.All, _history.Source, labels, output, cancel: Cancel));
        _history.Columns(output).ShouldBe(["precious INTEGER"]);
        var options = new OfflineOptions { Output = new ParquetWriteOptions { Overwrite = true } };
        await TrainingSet.BuildAsync(Clicks.All, _history.Source, labels, output, options, cancel: Cancel);
        _history.Read(output).Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_cancelled_build_leaves_no_file()
    {
        _history.Add("clickstream", Clicks.Events(1_000, 4, 2));
        var labels = _history.Write(Clicks.Labels(50, 4, 2));
        var output = _history.PathOf();
        using var stop = new CancellationTokenSource();
        var cancelling = new Told(progress =>
        {
            if (progress.Stage == OfflineStage.Sweep) stop.Cancel();
        });
        await Should.ThrowAsync<OperationCanceledException>(() =>
            TrainingSet.BuildAsync(Clicks.All, _history.Source, labels, output, progress: cancelling, cancel: stop.Token));
        File.Exists(output).ShouldBeFalse();
    }

    // Whole rows are compared, by names that no column has.
    private long Differences(string left, string right, string columns = "")
    {
        string Rows(string path) => $"(SELECT * {columns}, row_number() OVER () AS row_in_file FROM '{path}')";
        return (long)_history.Rows($"""
            SELECT count(*) FROM {Rows(left)} AS left_row FULL JOIN {Rows(right)} AS right_row USING (row_in_file)
            WHERE left_row IS DISTINCT FROM right_row
            """)[0][0]!;
    }

    private static long Micros(object instant) => instant switch
    {
        DateTimeOffset zoned => (zoned.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        _ => (((DateTime)instant).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
    };

    private sealed class Told(Action<OfflineProgress>? then = null) : IProgress<OfflineProgress>
    {
        private readonly Lock _lock = new();
        private readonly List<OfflineProgress> _all = [];

        public IEnumerable<OfflineStage> Stages => _all.Select(progress => progress.Stage).Distinct();

        public (long Rows, long? Total) Last(OfflineStage stage)
        {
            var last = _all.Last(progress => progress.Stage == stage);
            return (last.Rows, last.Total);
        }

        public void Report(OfflineProgress value)
        {
            lock (_lock) _all.Add(value);
            then?.Invoke(value);
        }
    }
}
