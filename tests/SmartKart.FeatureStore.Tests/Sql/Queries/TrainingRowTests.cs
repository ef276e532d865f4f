using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Sql.Queries;
using SmartKart.FeatureStore.Tests.Views;
using SmartKart.FeatureStore.Views;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.FeatureStore.Tests.Sql.Queries;

/// <summary>What a row of a training set is of, case by case.</summary>
public sealed class TrainingRowTests : IDisposable
{
    private const long End = 20_000L * 86_400_000_000;

    private readonly DuckDbConnection _connection = Oracle.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Events_at_a_label_s_instant_and_after_it_never_change_its_row()
    {
        var random = new Random(3);
        var service = ServicePlan.Compile(DefinitionSet.Shipped.Service("recommender"));
        var topics = service.Sources.Select(source => source.View.Source!.Topic).DistinctBy(topic => topic.Name);
        using var trial = new TrainingTrial(service, [.. topics.Select(topic => new RandomHistory(random, topic, 300, End))]);
        const long Time = End - 86_400_000_000;
        Label[] labels = [.. trial.Labels(random, 40, End).Select(label => label with { Time = Time })];
        foreach (var later in (long[])[0, 1, 60_000_000, 86_400_000_000])
        {
            trial.Execute($"""
                INSERT INTO clickstream (occurred_at, user_id, product_id, category_id, merchant_id, action)
                    SELECT {HistoryTable.Literal(new Instant(Time + later))}, 'u' || i, 'p' || i, 'c' || i, 'm1', 'view' FROM range(4) AS numbers(i)
                """);
        }
        trial.Faults(labels).ShouldBeEmpty();
        trial.Faults([.. labels.Select(label => label with { Time = Time + 1 })]).ShouldNotBeEmpty("a microsecond later the first of them are seen");
    }

    [Fact]
    public void A_label_without_a_key_or_an_instant_keeps_its_row_with_the_features_of_no_event()
    {
        CreateView();
        HistoryTable.Execute(_connection, "INSERT INTO clickstream VALUES (TIMESTAMPTZ '2026-03-01 00:00:00+00', 'u1', 'p1', 'c1')");
        var rows = RowsOf("""
            (FROM (VALUES ('u1', TIMESTAMP '2026-03-02'), ('u1', TIMESTAMP '2026-03-02'), (NULL, TIMESTAMP '2026-03-02'), ('u1', NULL))
                AS l(user_id, event_timestamp))
            """);
        rows.Order().ShouldBe(
        [
            "NULL | 2026-03-02 00:00:00 | 0 | [] | [] | 24.0",
            "u1 | 2026-03-02 00:00:00 | 1 | [p1] | [{'key': c1, 'weight': 1.0}] | 24.0",
            "u1 | 2026-03-02 00:00:00 | 1 | [p1] | [{'key': c1, 'weight': 1.0}] | 24.0",
            "u1 | NULL | 0 | [] | [] | NULL",
        ]);
    }

    [Fact]
    public void Columns_of_labels_come_through_whatever_they_are_called()
    {
        CreateView();
        var rows = RowsOf("""
            (SELECT 'u1' AS user_id, TIMESTAMP '2026-03-02' AS event_timestamp,
                1 AS label, 2 AS t, 3 AS key_user_id, 4 AS "any name", [5] AS ts, 6 AS labelled)
            """);
        rows.ShouldBe(["u1 | 2026-03-02 00:00:00 | 1 | 2 | 3 | 4 | [5] | 6 | 0 | [] | [] | 24.0"]);
    }

    [Fact]
    public void Another_column_may_hold_the_instant_and_a_key_may_be_of_another_type()
    {
        CreateView();
        HistoryTable.Execute(_connection, "INSERT INTO clickstream VALUES (TIMESTAMPTZ '2026-03-01 00:00:00+00', '17', 'p1', 'c1')");
        var sql = TrainingQuery.Write(SqlDialect.DuckDb, View(), topic => topic.Name, "(SELECT 17 AS user_id, DATE '2026-03-02' AS day)", "day");
        Texts(sql).ShouldBe(["17 | 2026-03-02 | 1 | [p1] | [{'key': c1, 'weight': 1.0}] | 24.0"]);
    }

    [Fact]
    public void Numbers_that_are_none_are_what_they_are_to_the_tiles()
    {
        var random = new Random(9);
        var service = ServicePlan.Compile(DefinitionSet.Parse(new DefinitionFile("odd.yaml", """
            entity: user
            join_keys: [user_id]
            ---
            feature_view: odd
            entity: user
            source: {topic: clickstream, key: user_id, timestamp: occurred_at}
            ttl: 90d
            features:
              sum:      {aggregate: sum, of: propensity, windows: [1h, 24h, 60d]}
              mean:     {aggregate: avg, of: propensity, windows: [1h, 24h, 60d]}
              least:    {aggregate: min, of: propensity, windows: [1h, 24h, 60d]}
              most:     {aggregate: max, of: propensity, windows: [1h, 24h, 60d]}
              variance: {aggregate: variance, of: propensity, windows: [1h, 24h, 60d]}
              spread:   {aggregate: stddev, of: propensity, windows: [1h, 24h, 60d]}
              earliest: {aggregate: first, of: propensity, windows: [1h, 24h, 60d]}
              latest:   {aggregate: last, of: propensity, windows: [1h, 24h, 60d]}
              several:  {aggregate: last_k, of: propensity, k: 5, windows: [1h, 24h, 60d]}
              values:   {aggregate: count_distinct, of: propensity, windows: [1h, 24h, 60d]}
              # Beside an infinity the sketch takes all else for the least that it can tell from it.
              quantile: {aggregate: quantiles, of: propensity, filter: abs(propensity) < 1e9 or sign(propensity) is null, at: [0, 0.5, 1], windows: [1h, 60d]}
            """)).View("odd"));
        var topic = service.Sources[0].View.Source!.Topic;
        using var trial = new TrainingTrial(service, [new RandomHistory(random, topic, 400, End, hasNaN: true)]);
        trial.Faults(trial.Labels(random, 100, End)).ShouldBeEmpty(trial.Sql);
    }

    private static ServicePlan View() => ServicePlan.Compile(DefinitionSet.Parse(new DefinitionFile("clicks.yaml", """
        entity: user
        join_keys: [user_id]
        ---
        feature_view: clicks
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        ttl: 60d
        features:
          clicks: {aggregate: count, windows: [7d]}
          recent: {aggregate: last_k, of: product_id, k: 2}
          top:    {aggregate: top_k, by: category_id, k: 2}
          hours:  {on_demand: "hours(now - timestamp '2026-03-01')"}
        """)).View("clicks"));

    private void CreateView() =>
        HistoryTable.Execute(_connection, "CREATE TABLE clickstream (occurred_at TIMESTAMPTZ, user_id VARCHAR, product_id VARCHAR, category_id VARCHAR)");

    private List<string> RowsOf(string labels) => Texts(TrainingQuery.Write(SqlDialect.DuckDb, View(), topic => topic.Name, labels));

    // As DuckDB writes them itself.
    private List<string> Texts(string sql)
    {
        using var command = _connection.CreateCommand($"SELECT COLUMNS(*)::VARCHAR FROM ({sql})");
        using var result = command.ExecuteReader();
        var texts = new List<string>();
        while (result.Read())
            texts.Add(string.Join(" | ", Enumerable.Range(0, result.FieldCount).Select(column => result.IsDBNull(column) ? "NULL" : result.GetString(column))));
        return texts;
    }
}
