using System.Text.Json;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.EndToEnd.CommandLine;

/// <summary>The commands that work on past events: what they say of wrong input, and their documents.</summary>
public sealed class FeatureHistoryTests : IDisposable
{
    private const string Noon = "2026-01-05T12:00Z";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-history-");

    public FeatureHistoryTests() => File.WriteAllText(PathOf("activity.yaml"), """
        entity: user
        join_keys: [user_id]
        ---
        feature_view: activity
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        ttl: 8d
        features:
          views: {aggregate: count, filter: action = 'view', windows: [24h]}
        ---
        feature_service: all
        features: [activity.*]
        """);

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("features", "size")]
    [InlineData("features", "parity")]
    [InlineData("backfill")]
    public async Task A_folder_without_history_is_named_with_the_command_that_fills_it(params string[] command)
    {
        var run = await RunAsync(command);

        run.Status.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        LastLine(run).ShouldStartWith($"smartkart: There is no history under {PathOf("history", "events")}");
        LastLine(run).ShouldContain("'smartkart topics export' writes topics there; --history names another folder.");
    }

    [Fact]
    public async Task A_view_or_a_service_that_there_is_none_of_is_told_with_the_nearest_name()
    {
        LastLine(await RunAsync("backfill", "--view", "actvity")).ShouldBe("smartkart: There is no feature view 'actvity'. Did you mean 'activity'?");
        var run = await RunAsync("features", "training-set", "--service", "al", "--labels", "labels.parquet", "--out", "t.parquet");
        run.Status.ShouldBe(1);
        LastLine(run).ShouldBe("smartkart: There is no feature service 'al'. Did you mean 'all'?");
    }

    [Fact]
    public async Task Labels_that_are_not_there_or_lack_a_column_are_told_with_what_they_need()
    {
        WriteHistory();
        WriteParquet("SELECT 'ada' AS customer, TIMESTAMPTZ '2026-01-05 12:00:00+00' AS event_timestamp", "labels.parquet");

        var missing = await TrainAsync("nowhere.parquet");
        missing.Status.ShouldBe(1);
        LastLine(missing).ShouldBe($"smartkart: There is no file {PathOf("nowhere.parquet")}. --labels names a Parquet file with user_id and event_timestamp.");
        foreach (var engine in (string[])["local", "sql"])
        {
            var lacking = await TrainAsync("labels.parquet", "--engine", engine);
            lacking.Status.ShouldBe(1);
            LastLine(lacking).ShouldStartWith($"smartkart: {PathOf("labels.parquet")}: there is no column 'user_id', only customer, event_timestamp");
        }
        File.Exists(PathOf("training.parquet")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_is_replaced_only_where_that_was_asked_for()
    {
        WriteHistory();
        WriteParquet("SELECT 'ada' AS user_id, TIMESTAMPTZ '2026-01-05 12:00:00+00' AS event_timestamp", "labels.parquet");
        (await TrainAsync("labels.parquet")).Status.ShouldBe(0);

        var again = await TrainAsync("labels.parquet");
        again.Status.ShouldBe(1);
        LastLine(again).ShouldContain("training.parquet");
        var replaced = await TrainAsync("labels.parquet", "--overwrite", "--json");
        replaced.Status.ShouldBe(0, replaced.Errors);
        var document = Json(replaced);
        (document.GetProperty("labels").GetInt64(), document.GetProperty("features").GetInt32()).ShouldBe((1, 1));
        Value("SELECT activity__views_24h FROM 'training.parquet'").ShouldBe(2L);
    }

    [Theory]
    [InlineData("features", "parity")]
    [InlineData("backfill", "--online-only")]
    public async Task A_Redis_that_refuses_is_named_at_once(params string[] command)
    {
        WriteHistory();

        var run = await RunAsync([.. command, "--redis", "127.0.0.1:1"]);

        run.Status.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        LastLine(run).ShouldStartWith("smartkart: ");
        LastLine(run).ShouldContain("127.0.0.1:1");
    }

    [Fact]
    public async Task An_entity_that_no_view_is_of_is_told_with_those_there_are()
    {
        WriteHistory();

        var run = await RunAsync("features", "size", "--entities", "martian=5");

        run.Status.ShouldBe(1);
        LastLine(run).ShouldBe("smartkart: --entities names 'martian', and no view is of it. There are user.");
    }

    [Fact]
    public async Task Each_prints_a_document_and_parity_ends_with_1_where_the_store_lacks_what_the_history_has()
    {
        Assert.SkipUnless(PrivateRedis.IsInstalled, "redis-server is not installed; apt-get install redis-server");
        WriteHistory();

        var size = Json(await RunAsync("features", "size", "--at", Noon, "--entities", "user=1000", "--json"));
        size.GetProperty("views")[0].GetProperty("keys").GetInt64().ShouldBe(2);
        var user = size.GetProperty("entities")[0];
        user.GetProperty("forecast").GetDouble().ShouldBe(1000 * user.GetProperty("mean").GetDouble(), 1e-6);

        var before = await RunAsync("features", "parity", "--at", Noon);
        before.Status.ShouldBe(1);
        before.Output.ShouldContain("activity@1.views_24h of user_id ada: offline 2, online 0");

        var backfill = Json(await RunAsync("backfill", "--online-only", "--until", Noon, "--json"));
        (backfill.GetProperty("keys").GetInt64(), backfill.GetProperty("until").GetString()).ShouldBe((2, "2026-01-05T12:00:00Z"));

        var after = await RunAsync("features", "parity", "--at", Noon, "--engine", "sql", "--json");
        after.Status.ShouldBe(0, after.Errors);
        (Json(after).GetProperty("keys").GetInt64(), Json(after).GetProperty("mismatches").GetInt64()).ShouldBe((2, 0));
        Json(after).GetProperty("engine").GetString().ShouldBe("sql");
    }

    private static string LastLine(ProcessRun run) => run.Errors.TrimEnd().Split('\n')[^1];

    private static JsonElement Json(ProcessRun run)
    {
        run.Output.ShouldStartWith("{", customMessage: run.Errors);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private Task<ProcessRun> TrainAsync(string labels, params string[] more) =>
        RunAsync(["features", "training-set", "--service", "all", "--labels", PathOf(labels), "--out", PathOf("training.parquet"), .. more]);

    private Task<ProcessRun> RunAsync(params string[] arguments) => ProcessRun.SmartKartAsync(
        [.. arguments, "--definitions", _folder.FullName, "--history", PathOf("history"), "--data-directory", PathOf("data")]);

    // Two views of ada and a click of bob, that morning.
    private void WriteHistory() => WriteParquet("""
        SELECT unnest(['ada', 'ada', 'bob']) AS user_id, unnest(['view', 'view', 'click']) AS action,
            TIMESTAMPTZ '2026-01-05 09:00:00+00' AS occurred_at
        """, "history", "events", "clickstream", "morning.parquet");

    private void WriteParquet(string query, params string[] path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);        // a file lies in a folder
        using var connection = Open();
        connection.CopyToParquet(query, PathOf(path));
    }

    private object Value(string query)
    {
        using var connection = Open();
        using var command = connection.CreateCommand(query.Replace("'training.parquet'", $"'{PathOf("training.parquet")}'", StringComparison.Ordinal));
        using var reader = command.ExecuteReader();
        reader.Read().ShouldBeTrue();
        return reader.GetValue(0);
    }

    private static DuckDbConnection Open()
    {
        var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }

    private string PathOf(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);
}
