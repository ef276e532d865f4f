using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Fraud;
using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Backfill.Simulation.Truth;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Backfill.Simulation.Folders;

/// <summary>Writes the ground truth as Parquet, a file for each kind; docs/simulator.md tells their columns.</summary>
internal sealed class TruthFiles : ITruthSink, IDisposable
{
    private readonly DuckDbConnection _connection = new("Data Source=:memory:");
    private readonly ParquetWriter _users;
    private readonly ParquetWriter _products;
    private readonly ParquetWriter _demand;
    private readonly ParquetWriter _fraud;
    private readonly ParquetWriter _places;

    internal TruthFiles(string folder)
    {
        Directory.CreateDirectory(folder);
        _connection.Open();
        (string, string)[] space = [.. Taste.Names.Select(name => (name, "DOUBLE"))];
        _users = Begin("users",
            [("user_id", "VARCHAR"), ("valid_from", "TIMESTAMPTZ"), ("share_of_visits", "DOUBLE"), ("price_sensitivity", "DOUBLE"), ("weekly_budget", "DOUBLE"),
            ("impatience", "DOUBLE"), ("variant", "VARCHAR"), .. space]);
        _products = Begin("products",
            [("product_id", "VARCHAR"), ("listed_at", "TIMESTAMPTZ"), ("category_id", "VARCHAR"), ("reference_price", "DOUBLE"),
            ("price_coefficient", "DOUBLE"), ("appeal", "DOUBLE"), ("quality", "DOUBLE"), ("return_rate", "DOUBLE"), ("trend_height", "DOUBLE"),
            ("trend_days", "DOUBLE"), ("trend_phase", "DOUBLE"), ("is_launch", "BOOLEAN"), .. space]);
        _demand = Begin("demand",
            [("date", "DATE"), ("product_id", "VARCHAR"), ("price", "DECIMAL(18,4)"), ("appeal", "DOUBLE"), ("impressions", "BIGINT"), ("clicks", "BIGINT"),
            ("expected_clicks", "DOUBLE"), ("cart_adds", "BIGINT"), ("expected_cart_adds", "DOUBLE"), ("lost_cart_adds", "DOUBLE"), ("units", "BIGINT"),
            ("expected_units", "DOUBLE")]);
        _fraud = Begin("fraud",
            [("order_id", "VARCHAR"), ("payment_id", "VARCHAR"), ("user_id", "VARCHAR"), ("device_id", "VARCHAR"), ("incident_id", "VARCHAR"),
            ("kind", "VARCHAR"), ("occurred_at", "TIMESTAMPTZ")]);
        _places = Begin("places",
            [("list_id", "VARCHAR"), ("variant", "VARCHAR"), ("position", "BIGINT"), ("examination", "DOUBLE"), ("impressions", "BIGINT"),
            ("expected_clicks", "DOUBLE"), ("clicks", "BIGINT")]);

        ParquetWriter Begin(string name, (string, string)[] columns) => new(_connection, Path.Combine(folder, $"{name}.parquet"), columns);
    }

    /// <inheritdoc/>
    public void Take(Shopper user, double shareOfVisits, DateTimeOffset from)
    {
        var row = _users.Rows.Append(user.Identity.UserId).Append(from).Append(shareOfVisits).Append(user.PriceSensitivity).Append(user.WeeklyBudget)
            .Append(user.Impatience).Append(user.IsPersonal ? "personal" : "control");
        foreach (var liking in user.Taste) row.Append(liking);
        row.EndRow();
    }

    /// <inheritdoc/>
    public void Take(Product product, DateTimeOffset listedAt)
    {
        var (height, days, phase) = product.Trend;
        var row = _products.Rows.Append(product.Id).Append(listedAt).Append(product.Category.Id).Append(product.Category.Price).Append(product.PriceCoefficient)
            .Append(product.Appeal).Append(product.Quality).Append(product.ReturnRate).Append(height).Append(days).Append(phase).Append(product.IsLaunch);
        foreach (var place in product.Vector) row.Append(place);
        row.EndRow();
    }

    /// <inheritdoc/>
    public void Take(ProductDay day)
    {
        var demand = day.Demand;
        _demand.Rows.Append(day.Day).Append(day.Product.Id).Append(day.Product.Price).Append(day.Product.AppealToday).Append((long)demand.Impressions)
            .Append((long)demand.Clicks).Append(demand.ExpectedClicks).Append((long)demand.CartAdds).Append(demand.ExpectedCartAdds).Append(demand.LostCartAdds)
            .Append((long)demand.Units).Append(demand.ExpectedUnits).EndRow();
    }

    /// <inheritdoc/>
    public void Take(FraudulentOrder order) => _fraud.Rows.Append(order.OrderId).Append(order.PaymentId).Append(order.UserId).Append(order.DeviceId)
        .Append(order.IncidentId).Append(NameOf(order.Kind)).Append(order.OccurredAt).EndRow();

    /// <inheritdoc/>
    public void Take(PlaceTruth place) => _places.Rows.Append(place.ListId).Append(place.Variant).Append((long)place.Place).Append(place.Examination)
        .Append(place.Impressions).Append(place.ExpectedClicks).Append(place.Clicks).EndRow();

    /// <summary>Writes the files.</summary>
    internal void Finish(CancellationToken cancellation)
    {
        foreach (var file in (ParquetWriter[])[_users, _products, _demand, _fraud, _places]) file.Complete(cancellation);
    }

    private static string NameOf(FraudKind kind) => kind switch
    {
        FraudKind.CardTesting => "card_testing",
        FraudKind.SharedAddress => "shared_address",
        _ => "account_takeover",
    };

    /// <summary>Lets go of what was not written.</summary>
    public void Dispose()
    {
        foreach (var file in (ParquetWriter[])[_users, _products, _demand, _fraud, _places]) file.Dispose();
        _connection.Dispose();
    }
}
