using System.Globalization;
using SmartKart.FeatureStore.Offline;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;
using static System.FormattableString;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>
/// Clicks of 60 days and labels within their last 45, made by DuckDB from hashes: the same each time. Users differ by chance alone, or a tenth of
/// them has nine tenths of both clicks and labels.
/// </summary>
/// <param name="Folder">Where: a history, and <c>labels.parquet</c>.</param>
internal sealed record TrainingHistory(string Folder)
{
    private const int Days = 60;

    public HistorySource Source => new(Folder);

    public string Labels => Path.Combine(Folder, "labels.parquet");

    public static TrainingHistory Make(string folder, int events, int labels, int users, bool isSkewed)
    {
        var history = new TrainingHistory(folder);
        var clicks = history.Source.FolderOf("clickstream");
        Directory.CreateDirectory(clicks);
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        string User(int salt) => isSkewed
            ? Invariant($"'u' || CASE WHEN hash(i, {salt}) % 10 < 9 THEN hash(i, {salt + 1}) % {users / 10} ELSE hash(i, {salt + 1}) % {users} END")
            : Invariant($"'u' || hash(i, {salt}) % {users}");
        connection.CopyToParquet(string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {User(1)} AS user_id,
                make_timestamp(epoch_us(TIMESTAMP '2026-01-01') + (i * {Days * 86_400.0 / events} * 1000000)::BIGINT) AS occurred_at,
                ['view', 'view', 'view', 'impression', 'click'][(1 + hash(i, 3) % 5)::INTEGER] AS action,
                'p' || hash(i, 4) % 20000 AS product_id,
                's' || hash(i, 5) % 1000000 AS session_id,
                (hash(i, 6) % 50)::INTEGER AS "position",
                (hash(i, 7) % 10000)::DOUBLE / 10000 AS propensity,
                CASE WHEN hash(i, 8) % 4 = 0 THEN (hash(i, 9) % 500)::INTEGER END AS result_count
            FROM range({events}) t(i)
            """), Path.Combine(clicks, "clicks.parquet"));
        connection.CopyToParquet(string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {User(11)} AS user_id,
                make_timestamp(epoch_us(TIMESTAMP '2026-01-15 12:00:00') + (hash(i, 13) % {45 * 86_400})::BIGINT * 1000000) AS event_timestamp,
                hash(i, 14) % 10 = 0 AS clicked
            FROM range({labels}) t(i)
            """), history.Labels);
        return history;
    }

    /// <summary>The first labels and the clicks of some users, for contestants that can't manage all.</summary>
    public TrainingHistory Sample(string folder, int users, int labels)
    {
        var sample = new TrainingHistory(folder);
        Directory.CreateDirectory(sample.Source.FolderOf("clickstream"));
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        var some = string.Create(CultureInfo.InvariantCulture, $"WHERE user_id[2:]::INTEGER < {users}");
        connection.CopyToParquet($"FROM {ParquetFiles.Scan(Source.FilesOf("clickstream"))} {some}", Path.Combine(sample.Source.FolderOf("clickstream"), "clicks.parquet"));
        connection.CopyToParquet(string.Create(CultureInfo.InvariantCulture, $"FROM {ParquetFiles.Scan(Labels)} {some} LIMIT {labels}"), sample.Labels);
        return sample;
    }

    /// <summary>The same as CSV, for a reader that has no Parquet: instants in microseconds.</summary>
    public (string Events, string Labels) WriteCsv()
    {
        var (events, labels) = (Path.Combine(Folder, "events.csv"), Path.Combine(Folder, "labels.csv"));
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        connection.Native.Execute($"COPY (SELECT user_id, epoch_us(occurred_at) AS ts, propensity FROM {ParquetFiles.Scan(Source.FilesOf("clickstream"))}) TO '{events}' (HEADER)");
        connection.Native.Execute($"COPY (SELECT user_id, epoch_us(event_timestamp) AS ts FROM {ParquetFiles.Scan(Labels)}) TO '{labels}' (HEADER)");
        return (events, labels);
    }
}
