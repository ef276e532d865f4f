using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.Training.Interactions;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Training.Tests.Ranking;

/// <summary>
/// A shop on disk whose customers follow fashion: a few products are in, one of them goes and another comes every third day, and most of what is bought is among them.
/// What was bought lately tells, and no model that forgets time can know it.
/// </summary>
internal sealed class FashionHistory : IDisposable
{
    private const int Days = 40, Users = 200, Products = 60, Fashionable = 4, FashionDays = 3;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-fashion-");
    private readonly List<(string User, string Product, DateTimeOffset At)> _orders = [];

    public FashionHistory()
    {
        var random = new Random(4);
        for (var day = 0; day < Days; day++)
        {
            for (var order = 0; order < Users / 2; order++)
            {
                var product = random.Next(10) < 7 ? day / FashionDays + random.Next(Fashionable) : random.Next(Products);
                _orders.Add(($"user{random.Next(Users)}", $"product{product}", Start.AddDays(day).AddSeconds(random.Next(86_400))));
            }
        }
        Write(_orders, "history");
    }

    public HistorySource Source => new(_folder.FullName);

    public static InteractionSource Lines { get; } = new("order_placed", "lines", []);

    public static FeatureService Service { get; } = DefinitionSet.Parse(new DefinitionFile("fashion.yaml", """
        entity: user
        join_keys: [user_id]
        ---
        entity: product
        join_keys: [product_id]
        ---
        feature_view: product_sales
        version: 1
        entity: product
        source: {topic: order_placed, each: lines, key: lines.product_id, timestamp: occurred_at}
        ttl: 60d
        features:
          purchases: {aggregate: count, windows: [24h, 3d, 30d]}
          buyers: {aggregate: last_k, of: user_id, k: 3}
        ---
        feature_view: user_clicks
        version: 1
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        ttl: 60d
        features:
          clicks: {aggregate: count, windows: [24h]}
        ---
        feature_service: fashion
        features: [product_sales.*, user_clicks.clicks_24h]
        """)).Service("fashion");

    public InteractionLog Log() => InteractionLog.Read(Source, [Lines], 2, 2);

    /// <summary>The log as it was after so many days.</summary>
    public InteractionLog Log(int days) => InteractionLog.Of(
        [.. _orders.Where(order => order.At < Start.AddDays(days)).Select(order => (order.User, order.Product, (order.At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond))],
        2, 2);

    /// <summary>Adds orders that the log doesn't have.</summary>
    public void Add(string name, IEnumerable<(string User, string Product, DateTimeOffset At)> orders) => Write([.. orders], name);

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(IReadOnlyList<(string User, string Product, DateTimeOffset At)> orders, string name)
    {
        var folder = Directory.CreateDirectory(Source.FolderOf("order_placed"));
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        connection.Native.Execute("CREATE TABLE orders (user_id VARCHAR, product_id VARCHAR, occurred_at TIMESTAMPTZ)");
        using (var rows = connection.CreateAppender("orders"))
        {
            foreach (var (user, product, at) in orders)
            {
                rows.Append(user).Append(product).Append(at);
                rows.EndRow();
            }
        }
        connection.CopyToParquet(
            "SELECT user_id, occurred_at, [{'product_id': product_id, 'quantity': 1}] AS lines FROM orders", Path.Combine(folder.FullName, $"{name}.parquet"));
    }
}
