using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas.Catalogue;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Training.Ranking;

/// <summary>
/// Features of users with candidates, as they stood when lists were made: a training set of the feature store, in which no event of that moment or later has a
/// part. Only numbers are read, and only of views whose events the history has.
/// </summary>
public sealed class RankingFeatures
{
    private static readonly string[] KnownKeys = ["user_id", "product_id", "category_id", "merchant_id"];

    private readonly HistorySource _history;
    private readonly FeatureService? _service;

    private RankingFeatures(HistorySource history, FeatureService? service, string name, IReadOnlyList<string> leftOut) =>
        (_history, _service, Service, LeftOut) = (history, service, name, leftOut);

    /// <summary>The service's name.</summary>
    public string Service { get; }

    /// <summary>The features that are read, in order, as <c>view.feature</c>.</summary>
    public IReadOnlyList<string> Names => _service is null ? [] : [.. _service.Features.Select(NameOf)];

    /// <summary>The service's features that aren't: they are no numbers, or the history has no events for them.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>Finds out what of a service can be read from a history.</summary>
    /// <exception cref="RankingException">The service needs keys that a user and a product don't have.</exception>
    public static RankingFeatures Of(HistorySource history, FeatureService service)
    {
        if (service.Entities.SelectMany(entity => entity.JoinKeys).FirstOrDefault(key => !KnownKeys.Contains(key)) is { } other)
            throw new RankingException(
                $"The feature service {service.Name} needs a {other}, which a user with a product doesn't have. "
                + $"Rank by a service of {string.Join(", ", KnownKeys)}.");
        var read = service.Features.Where(feature => IsNumber(feature.Feature.Type) && IsThere(feature.View, history)).ToList();
        return new RankingFeatures(
            history, read.Count == 0 ? null : service with { Features = read }, service.Name, [.. service.Features.Except(read).Select(NameOf)]);
    }

    /// <summary>The same for some of the features, in an order of its own; null where one of them can't be read.</summary>
    public RankingFeatures? Only(IReadOnlyList<string> names)
    {
        List<ServiceFeature> read = _service is null
            ? []
            : [.. names.Select(name => _service.Features.FirstOrDefault(feature => NameOf(feature) == name)).OfType<ServiceFeature>()];
        if (read.Count < names.Count) return null;
        return new RankingFeatures(_history, read.Count == 0 ? null : _service! with { Features = read }, Service, []);     // what was read was the service's
    }

    /// <summary>Reads them.</summary>
    /// <param name="tables">The candidates.</param>
    /// <param name="log">Whose users they are.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>For each table rows × <see cref="Names"/>, row-major; not a number where a feature has no value.</returns>
    internal IReadOnlyList<float[]> Read(IReadOnlyList<CandidateTable> tables, InteractionLog log, CancellationToken cancel)
    {
        if (_service is null) return [.. tables.Select(_ => Array.Empty<float>())];
        var folder = Directory.CreateTempSubdirectory("smartkart-ranking-");
        try
        {
            using var connection = new DuckDbConnection("Data Source=:memory:");
            connection.Open();
            var (labels, vectors) = (Path.Combine(folder.FullName, "labels.parquet"), Path.Combine(folder.FullName, "vectors.parquet"));
            WriteLabels(connection, labels, tables, log, cancel);
            // Training is a thread's own work.
            TrainingSet.BuildAsync(ServicePlan.Compile(_service), _history, labels, vectors, cancel: cancel).GetAwaiter().GetResult();
            return ReadVectors(connection, vectors, tables, cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string NameOf(ServiceFeature feature) => $"{feature.View.Name}.{feature.Feature.Name}";

    private static bool IsNumber(FeatureType type) => type.IsNumber || type is { Shape: FeatureShape.Single, Value: ScalarType.Boolean };

    private static bool IsThere(FeatureView view, HistorySource history) =>
        (view.Source is null || history.Has(view.Source.Topic.Name)) && view.Reads.All(each => IsThere(each, history));

    private void WriteLabels(DuckDbConnection connection, string path, IReadOnlyList<CandidateTable> tables, InteractionLog log, CancellationToken cancel)
    {
        using var file = new ParquetWriter(
            connection, path,
            [
                ("user_id", "VARCHAR"), ("product_id", "VARCHAR"), ("category_id", "VARCHAR"), ("merchant_id", "VARCHAR"),
                ("event_timestamp", "TIMESTAMPTZ"), ("row", "BIGINT"),
            ]);
        var row = 0L;
        foreach (var table in tables)
        {
            cancel.ThrowIfCancellationRequested();
            var shelves = ShelvesAt(table.Cut.At, table.Products);
            var at = DateTimeOffset.UnixEpoch.AddTicks(table.Cut.At * TimeSpan.TicksPerMicrosecond);
            for (var place = 0; place < table.Users.Length; place++)
            {
                var user = log.UserOf(table.Users[place]);
                foreach (var item in table.Items(place))
                {
                    file.Rows.Append(user).Append(table.Products[item]).Append(shelves[item].Category).Append(shelves[item].Merchant).Append(at).Append(row++);
                    file.Rows.EndRow();
                }
            }
        }
        file.Complete(cancel);
    }

    // Where each product stood at a moment, by the catalogue's last word before it; nowhere is the empty text, which no event names.
    private (string Category, string Merchant)[] ShelvesAt(long at, Catalogue products)
    {
        var shelves = new (string Category, string Merchant)[products.Count];
        Array.Fill(shelves, ("", ""));
        if (!_history.Has(Topics.ProductUpserted)) return shelves;
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        var events = _history.RelationOf(connection, TopicCatalog.Shipped[Topics.ProductUpserted]);
        using var command = connection.CreateCommand($"""
            SELECT product_id, coalesce(arg_max(category_id, occurred_at), ''), coalesce(arg_max(merchant_id, occurred_at), '')
            FROM {events} WHERE epoch_us(occurred_at) < {at.ToString(CultureInfo.InvariantCulture)} GROUP BY product_id
            """);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            if (products.ItemOf(rows.GetString(0)) is >= 0 and var item) shelves[item] = (rows.GetString(1), rows.GetString(2));
        }
        return shelves;
    }

    private float[][] ReadVectors(DuckDbConnection connection, string path, IReadOnlyList<CandidateTable> tables, CancellationToken cancel)
    {
        var columns = Names.Count;
        float[][] vectors = [.. tables.Select(table => new float[(long)table.Rows * columns])];
        using var command = connection.CreateCommand(
            """SELECT COLUMNS(* EXCLUDE (user_id, product_id, category_id, merchant_id, event_timestamp, "row"))::FLOAT FROM read_parquet($path) ORDER BY "row" """);
        command.Parameters.AddWithValue("path", path);
        using var rows = command.ExecuteReader();
        foreach (var vector in vectors)
        {
            cancel.ThrowIfCancellationRequested();
            for (var first = 0; first < vector.Length && rows.Read(); first += columns)
            {
                for (var column = 0; column < columns; column++) vector[first + column] = rows.IsDBNull(column) ? float.NaN : Finite(rows.GetFloat(column));
            }
        }
        return vectors;
    }

    // XGBoost takes no infinity, and a ratio of nothing says nothing.
    private static float Finite(float value) => float.IsFinite(value) ? value : float.NaN;
}
