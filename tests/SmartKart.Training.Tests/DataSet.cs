using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;
using SmartKart.Training.Texts;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Training.Tests;

/// <summary>Public data sets with products' texts, which are not part of the repository: beside it, where they are at hand.</summary>
internal static class DataSet
{
    /// <summary>MovieLens-1M, a part by name: users with films.</summary>
    public static IReadOnlyDictionary<string, InteractionMatrix> Films() =>
        InteractionFile.Read(FileOf("ml1m_split.parquet"), TestContext.Current.CancellationToken);

    /// <summary>The films' titles, with their genres as categories.</summary>
    public static ProductTexts FilmTexts(int items)
    {
        var texts = new Dictionary<string, ProductText>();
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand($"SELECT item_id::VARCHAR, title, genres FROM '{FileOf("ml1m_movies.parquet")}' WHERE item_id IS NOT NULL");
        using var rows = command.ExecuteReader();
        while (rows.Read()) texts[rows.GetString(0)] = new ProductText(rows.GetString(1), null, null, rows.GetString(2).Split('|'));
        return new ProductTexts(new Catalogue(Enumerable.Range(0, items).Select(item => item.ToString())), texts);
    }

    /// <summary>UCI Online Retail: customers with products they bought, and the products' descriptions.</summary>
    public static InteractionLog Retail()
    {
        var file = FileOf("online_retail.parquet");
        var (rows, texts) = (new List<(string, string, long)>(), new Dictionary<string, ProductText>());
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand($"""
            SELECT customer_id::VARCHAR, upper(stock_code), epoch_us(invoice_at), coalesce(trim(description), '') FROM '{file}'
            WHERE customer_id IS NOT NULL AND quantity > 0 AND unit_price > 0
            """);
        using var found = command.ExecuteReader();
        while (found.Read())
        {
            rows.Add((found.GetString(0), found.GetString(1), found.GetInt64(2)));
            texts[found.GetString(1)] = new ProductText(found.GetString(3), null, null, []);
        }
        return InteractionLog.Of(rows, 2, 2, texts);
    }

    // Where it is absent the test is skipped by its name.
    private static string FileOf(string name)
    {
        var file = Path.GetFullPath(Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), "..", "shared", "data", name));
        if (!File.Exists(file)) Assert.Skip($"{name} is not at hand: it is looked for in ../shared/data beside the repository.");
        return file;
    }

    private static string Root(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "SmartKart.sln"))
        ? folder.FullName
        : Root(folder.Parent ?? throw new DirectoryNotFoundException($"No SmartKart.sln in any folder above {AppContext.BaseDirectory}."));
}
