using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Sql.Queries;
using SmartKart.FeatureStore.Views;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.FeatureStore.Parity;

/// <summary>
/// Holds the online store to the history, view by view: each key's features as the store gives them at an instant, beside the same features
/// computed offline from the events before it. The law of the platform is that they agree; this is how anybody sees that they do.
/// </summary>
/// <param name="history">The events.</param>
/// <param name="online">The store. It must have taken in the events before the instant, and none at or after it.</param>
/// <param name="options">Null is the defaults.</param>
public sealed class ParityCheck(HistorySource history, OnlineStore online, ParityOptions? options = null)
{
    private const int RowsPerRead = 256;
    private const int ReadAttempts = 5;

    private readonly ParityOptions _options = options ?? new ParityOptions();

    /// <summary>Compares a view's keys.</summary>
    /// <param name="view">The view.</param>
    /// <param name="now">The instant, in microseconds since 1970.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="HistoryException">The history of a topic is missing, or isn't what the view reads.</exception>
    /// <exception cref="OnlineStoreException">The store doesn't answer.</exception>
    public async Task<ViewParity> RunAsync(FeatureView view, long now, CancellationToken cancel = default)
    {
        var plan = ServicePlan.Compile(view);
        var offlinePlan = ServicePlan.Compile(RankingSize.AddTo(view));
        var folder = Directory.CreateTempSubdirectory("smartkart-parity-").FullName;
        try
        {
            using var connection = new DuckDbConnection("Data Source=:memory:");
            connection.Open();
            var (labels, offline) = (Path.Combine(folder, "labels.parquet"), Path.Combine(folder, "offline.parquet"));
            await Task.Run(() => connection.CopyToParquet(LabelQuery(connection, plan, now), labels, cancellation: cancel), cancel);
            if (_options.Engine == OfflineEngine.Local)
                await TrainingSet.BuildAsync(offlinePlan, history, labels, offline, _options.Offline, cancel: cancel);
            else
                await SqlTrainingSet.BuildAsync(offlinePlan, history, labels, offline, _options.Offline, cancel);
            return await CompareAsync(connection, plan, offline, now, cancel);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Every key that an event before the instant is of, whether or not the view's filter lets it count.
    private string LabelQuery(DuckDbConnection connection, ServicePlan plan, long now)
    {
        var sql = SqlDialect.DuckDb;
        var joinKeys = OnlineStore.JoinKeys(plan);
        var keysBySource = plan.Sources.Select(source =>
        {
            var events = source.View.Source!;       // what has tiles has one
            var columns = source.View.JoinKeys.Zip(events.Keys, (joinKey, field) => $"{sql.Identifier(field.Name)} AS {sql.Identifier(joinKey)}");
            var relation = EventRelation.Write(sql, events, [.. events.Keys, events.Timestamp], history.RelationOf(connection, events.Topic));
            return string.Create(CultureInfo.InvariantCulture,
                $"SELECT {string.Join(", ", columns)} FROM ({relation}) AS events WHERE epoch_us({sql.Identifier(events.Timestamp.Name)}) < {now}");
        });
        var names = string.Join(", ", joinKeys.Select(sql.Identifier));
        return string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {names}, make_timestamp({now}) AS event_timestamp
            FROM (SELECT DISTINCT {names} FROM (
                {string.Join("\n    UNION\n    ", keysBySource.Select(keys => $"SELECT {names} FROM ({keys})"))}
            ))
            ORDER BY hash({names})
            LIMIT {_options.KeysMax}
            """);
    }

    private async Task<ViewParity> CompareAsync(DuckDbConnection connection, ServicePlan plan, string offline, long now, CancellationToken cancel)
    {
        var joinKeys = OnlineStore.JoinKeys(plan);
        var types = joinKeys.Select(joinKey => KeyType(plan, joinKey)).ToArray();
        var tally = new ParityTally(plan, joinKeys, _options);
        var vectors = new OnlineVectors(plan);
        var (keys, rows) = (new List<Scalar>(), new List<object?[]>());
        using var command = connection.CreateCommand("FROM read_parquet($path)");
        command.Parameters.AddWithValue("path", offline);
        using var reader = command.ExecuteReader();
        var isMore = reader.Read();
        while (isMore)
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
            for (var i = 0; i < joinKeys.Count; i++) keys.Add(types[i] == ScalarType.String ? Scalar.From((string?)row[i]) : Scalar.From((long)row[i]!));
            isMore = reader.Read();
            if (isMore && rows.Count < RowsPerRead) continue;
            await ReadAsync(plan, keys.ToArray(), now, vectors, cancel);
            for (var i = 0; i < rows.Count; i++) tally.Add(rows[i], vectors, i);
            keys.Clear();
            rows.Clear();
        }
        return tally.Result;
    }

    // This isn't a request that somebody waits for: a slow moment of the store is no finding.
    private async Task ReadAsync(ServicePlan plan, Scalar[] keys, long now, OnlineVectors vectors, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await online.GetAsync(plan, keys, now, vectors, cancel);
                return;
            }
            catch (OnlineStoreUnavailableException) when (attempt < ReadAttempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), cancel);
            }
        }
    }

    private static ScalarType KeyType(ServicePlan plan, string joinKey) => plan.Sources
        .SelectMany(source => source.View.JoinKeys.Zip(source.View.Source!.Keys))      // what has tiles has a source
        .First(key => key.First == joinKey).Second.Type;
}
