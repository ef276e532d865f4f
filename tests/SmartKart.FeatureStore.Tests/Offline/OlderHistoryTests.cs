using SmartKart.FeatureStore.Events.Archive;
using SmartKart.FeatureStore.Offline;
using SmartKart.Schemas.Catalogue;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.FeatureStore.Tests.Offline;

/// <summary>Histories whose files were written under several versions of their contract.</summary>
public sealed class OlderHistoryTests : IDisposable
{
    private const string Row = "'u1' AS user_id, TIMESTAMPTZ '2026-01-02 00:00:00+00' AS occurred_at, 'view' AS action";

    private readonly HistoryFolder _history = new();

    public void Dispose() => _history.Dispose();

    [Fact]
    public void What_an_older_file_lacks_has_the_contracts_default_and_what_the_other_says_is_left_alone()
    {
        _history.Add("clickstream", $"SELECT {Row}, 'tablet' AS device_type, 0.5 AS propensity, 1 AS kafka_partition, 7::BIGINT AS kafka_offset");
        _history.Add("clickstream", $"SELECT {Row}");
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();

        var relation = HistoryRelation.Of(connection, _history.Source.FilesOf("clickstream"), TopicCatalog.Shipped[Topics.Clickstream]);

        _history.Rows($"SELECT device_type, propensity, kafka_offset FROM {relation.Sql} ORDER BY ALL").ShouldBe(
            [["tablet", 0.5m, 7L], ["unknown", null, null]]);
        relation.Without("propensity").ShouldBeNull();
        relation.Without("event_id")!.Value.File.ShouldEndWith("0.parquet");
    }

    [Fact]
    public void Lines_of_orders_gain_a_field_that_the_older_ones_leave_null()
    {
        _history.Add("order_placed", "SELECT [{'product_id': 'tea', 'quantity': 1}] AS lines");
        _history.Add("order_placed", "SELECT [{'product_id': 'milk', 'quantity': 2, 'promotion_id': 'spring'}] AS lines");
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();

        var relation = HistoryRelation.Of(connection, _history.Source.FilesOf("order_placed"), TopicCatalog.Shipped[Topics.OrderPlaced]);

        _history.Rows($"SELECT line.product_id, line.promotion_id FROM (SELECT unnest(lines) AS line FROM {relation.Sql}) ORDER BY 1").ShouldBe(
            [["milk", "spring"], ["tea", null]]);
    }

    [Fact]
    public async Task Both_engines_answer_alike_over_files_of_two_versions()
    {
        _history.Add("clickstream", Clicks.Events(400, 20, 1));
        _history.Add("clickstream", $"SELECT * EXCLUDE (propensity) FROM ({Clicks.Events(400, 20, 2)})");
        var labels = _history.Write("SELECT DISTINCT 'u' || i AS user_id, TIMESTAMPTZ '2026-02-01 00:00:00+00' AS event_timestamp FROM range(20) AS t(i)");
        var (swept, queried) = (_history.PathOf(), _history.PathOf());

        await TrainingSet.BuildAsync(Clicks.View("user_clicks"), _history.Source, labels, swept, cancel: TestContext.Current.CancellationToken);
        await SqlTrainingSet.BuildAsync(Clicks.View("user_clicks"), _history.Source, labels, queried, cancel: TestContext.Current.CancellationToken);

        var expected = Features(queried);
        Features(swept).ShouldBe(expected);
        expected.Sum(row => (long)row[1]!).ShouldBeGreaterThan(0);
    }

    private IReadOnlyList<object?[]> Features(string file) => _history.Rows(
        $"SELECT user_id, user_clicks__events_30d, round(user_clicks__chance_30d, 6) FROM read_parquet('{file}') ORDER BY 1");
}
