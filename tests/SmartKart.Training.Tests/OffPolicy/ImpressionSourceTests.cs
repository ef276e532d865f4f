using SmartKart.FeatureStore.Offline;
using SmartKart.Training.OffPolicy;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Training.Tests.OffPolicy;

public sealed class ImpressionSourceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-impressions-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Impressions_with_a_propensity_are_read_each_once_with_whether_they_were_clicked()
    {
        Archive("""
            (1, 'impression', 'ann', 'tea', 'r1', 0, 0.5, 'home', 'control'), (2, 'impression', 'ann', 'cup', 'r1', 1, 0.25, 'home', 'control'),
            (2, 'impression', 'ann', 'cup', 'r1', 1, 0.25, 'home', 'control'),
            (3, 'click', 'ann', 'cup', 'r1', 1, NULL, 'home', 'control'), (4, 'click', 'ann', 'cup', 'r1', 1, NULL, 'home', 'control'),
            (5, 'impression', 'bob', 'cup', 'r2', 0, 1.0, 'product:similar', NULL), (6, 'view', 'bob', 'cup', 'r2', 0, NULL, 'product:similar', NULL),
            (7, 'impression', 'bob', 'pot', 's1', 0, NULL, 'search', NULL), (8, 'click', 'bob', 'pot', 's1', 0, NULL, 'search', NULL),
            (9, 'impression', 'cid', 'tea', 'r3', 0, 0.5, 'home', 'personal')
            """);
        var history = new HistorySource(_folder.FullName);

        var all = new ImpressionSource().Read(history);
        var home = new ImpressionSource { ListId = "home", Variant = "control", CandidatesOf = (list, place) => place == 0 ? ["tea", "pot"] : ["cup", "jug"] }.Read(history);

        Told(all).ShouldBe(["ann tea 0 0.5 0", "ann cup 1 0.25 1", "bob cup 0 1 0", "cid tea 0 0.5 0"]);
        (all.HasCandidates, all.Users, all.At[2]).ShouldBe((false, 3, 5));
        (all.Lists[0] == all.Lists[1], all.Lists[1] == all.Lists[2]).ShouldBe((true, false));
        Told(home).ShouldBe(["ann tea 0 0.5 0", "ann cup 1 0.25 1"]);
        home.HasCandidates.ShouldBeTrue();
        home.Candidates(1).ToArray().Select(item => home.Products[item]).ShouldBe(["cup", "jug"]);
    }

    [Fact]
    public void A_history_that_cannot_be_judged_by_is_told_with_its_remedy()
    {
        var history = new HistorySource(_folder.FullName);
        Should.Throw<OffPolicyException>(() => new ImpressionSource().Read(history)).Message.ShouldContain("Archive the topic");

        Archive("(1, 'impression', 'ann', 'tea', 'r1', 2, 1.5, 'home', NULL)");

        Should.Throw<OffPolicyException>(() => new ImpressionSource().Read(history)).Message.ShouldContain("tea at place 2 of the list r1 has the propensity 1.5");
        Should.Throw<OffPolicyException>(() => new ImpressionSource { ListId = "it's" }.Read(history)).Message.ShouldContain("no logged rounds");
    }

    private static IEnumerable<string> Told(LoggedRounds log) => Enumerable.Range(0, log.Count).Select(round =>
        FormattableString.Invariant($"{log.NameOf(log.UserOf[round])} {log.Products[log.Items[round]]} {log.Positions[round]} {log.Propensities[round]} {log.Clicks[round]}"));

    private void Archive(string rows)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        connection.Native.Execute("SET TimeZone = 'UTC'");
        var folder = Directory.CreateDirectory(Path.Combine(new HistorySource(_folder.FullName).FolderOf("clickstream"), "date=1970-01-01"));
        connection.CopyToParquet(
            $"""
            SELECT ('00000000-0000-0000-0000-00000000000' || n)::UUID AS event_id, make_timestamptz(n) AS occurred_at, user_id, NULL::VARCHAR AS session_id, action, product_id,
                NULL::VARCHAR AS category_id, NULL::VARCHAR AS merchant_id, NULL::VARCHAR AS query, NULL::INTEGER AS result_count, list_id, position::INTEGER AS position,
                recommendation_id, NULL::VARCHAR AS experiment_id, variant, propensity::DOUBLE AS propensity, 'unknown' AS device_type, NULL::VARCHAR AS device_id
            FROM (VALUES {rows}) AS event(n, action, user_id, product_id, recommendation_id, position, propensity, list_id, variant)
            """,
            Path.Combine(folder.FullName, "0.parquet"));
    }
}
