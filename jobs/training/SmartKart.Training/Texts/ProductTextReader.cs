using SmartKart.FeatureStore.Offline;
using SmartKart.Schemas.Catalogue;
using SmartKart.Training.Interactions;
using SmartKart.Warehouse;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Training.Texts;

/// <summary>A product as the history's last event tells of it.</summary>
/// <param name="Text">What is told.</param>
/// <param name="IsActive">Whether it can be bought.</param>
internal sealed record ListedProduct(ProductText Text, bool IsActive);

/// <summary>Reads products from the history of <c>product_upserted</c>, whose events carry the whole product: the last one is the product.</summary>
internal static class ProductTextReader
{
    /// <returns>Products by their id; none where the history doesn't have the topic.</returns>
    /// <exception cref="InteractionException">The topic's files can't be read.</exception>
    public static IReadOnlyDictionary<string, ListedProduct> Read(HistorySource history)
    {
        var products = new Dictionary<string, ListedProduct>(StringComparer.Ordinal);
        if (!history.Has(Topics.ProductUpserted)) return products;
        try
        {
            using var connection = new DuckDbConnection("Data Source=:memory:");
            connection.Open();
            // A path is read as one text: ids hold no line breaks. Events of one instant are put in an order, so that runs agree.
            using var command = connection.CreateCommand($"""
                SELECT product_id, name, description, brand, array_to_string(category_path, chr(10)), category_id, status::VARCHAR
                FROM {history.RelationOf(connection, TopicCatalog.Shipped[Topics.ProductUpserted])}
                QUALIFY row_number() OVER (PARTITION BY product_id ORDER BY occurred_at DESC, name, description, brand, status) = 1
                """);
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                var path = Text(4)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
                string[] categories = path.Length > 0 || Text(5) is not { } own ? path : [own];
                products[rows.GetString(0)] = new ListedProduct(new ProductText(Text(1) ?? "", Text(2), Text(3), categories), Text(6) == "active");
            }

            string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
        }
        catch (WarehouseException fault) when (fault is not WarehouseLibraryException)
        {
            throw new InteractionException($"Products' texts can't be read from {Topics.ProductUpserted}: {fault.Message} Archive the topic again.", fault);
        }
        return products;
    }
}
