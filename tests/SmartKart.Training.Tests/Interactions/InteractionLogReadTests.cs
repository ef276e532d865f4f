using SmartKart.FeatureStore.Offline;
using SmartKart.Training.Interactions;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Training.Tests.Interactions;

public sealed class InteractionLogReadTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("smartkart-log-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Products_are_told_by_their_last_event()
    {
        WriteOrders();
        WriteProducts();

        var log = Read(minPerProduct: 1);

        log.Products.Count.ShouldBe(2);
        var (tea, cup) = (log.Texts![log.Products.ItemOf("tea")]!, log.Texts[log.Products.ItemOf("cup")]!);
        (tea.Name, tea.Description, tea.Brand).ShouldBe(("Green tea", "Loose leaves", "Acme"));
        tea.Categories.ShouldBe(["kitchen", "drinks"]);
        (cup.Name, cup.Description, cup.Brand).ShouldBe(("Cup", null, null));
        cup.Categories.ShouldBe(["china"]);       // it has no path
    }

    [Fact]
    public void Products_that_nobody_had_and_that_can_be_bought_are_there_if_asked_for()
    {
        WriteOrders();
        WriteProducts();

        var log = Read(minPerProduct: 0);

        log.Products.ItemOf("pot").ShouldBeGreaterThanOrEqualTo(0);
        log.Products.ItemOf("gone").ShouldBe(-1);
        log.InputBetween(log.First, log.Last + 1).Seen.Popularity()[log.Products.ItemOf("pot")].ShouldBe(0);
    }

    [Fact]
    public void A_history_without_products_has_no_texts()
    {
        WriteOrders();

        Read(minPerProduct: 0).Texts.ShouldBeNull();
    }

    [Fact]
    public void Times_are_those_of_the_last_of_a_span()
    {
        WriteOrders();
        var log = Read(minPerProduct: 1);
        var second = 1_000_000L;

        var (whole, part) = (log.InputBetween(log.First, log.Last + 1), log.InputBetween(log.First, log.First + second));

        At(whole, "ann", "tea").ShouldBe(log.First + 2 * second);
        At(part, "ann", "tea").ShouldBe(log.First);
        part.LastAt.Length.ShouldBe(1);

        long At(TrainingInput input, string user, string product) =>
            input.LastAt.Span[input.Seen.PlaceOf(Enumerable.Range(0, log.Users).First(row => log.UserOf(row) == user), log.Products.ItemOf(product))];
    }

    private InteractionLog Read(int minPerProduct) =>
        InteractionLog.Read(new HistorySource(_root.FullName), [new InteractionSource("order_placed", "lines", [])], minPerUser: 1, minPerProduct);

    private void WriteOrders() => Write("order_placed", """
        SELECT user_id, TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_seconds(moment) AS occurred_at, [{'product_id': product}] AS lines
        FROM (VALUES ('ann', 0, 'tea'), ('bob', 1, 'tea'), ('ann', 2, 'tea'), ('bob', 3, 'cup')) AS t(user_id, moment, product)
        """);

    private void WriteProducts() => Write("product_upserted", """
        SELECT product_id, TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_seconds(moment) AS occurred_at, name, description, brand, path AS category_path, own AS category_id, status
        FROM (VALUES
            ('tea', 0, 'Tea', NULL, NULL, ['kitchen'], 'kitchen', 'active'), ('tea', 9, 'Green tea', 'Loose leaves', 'Acme', ['kitchen', 'drinks'], 'drinks', 'active'),
            ('cup', 5, 'Cup', NULL, NULL, []::VARCHAR[], 'china', 'active'), ('pot', 5, 'Pot', NULL, NULL, []::VARCHAR[], NULL, 'active'),
            ('gone', 1, 'Gone', NULL, NULL, []::VARCHAR[], NULL, 'active'), ('gone', 2, 'Gone', NULL, NULL, []::VARCHAR[], NULL, 'discontinued')
        ) AS t(product_id, moment, name, description, brand, path, own, status)
        """);

    private void Write(string topic, string rows)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root.FullName, "events", topic));
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand($"COPY ({rows}) TO '{Path.Combine(folder.FullName, "part.parquet")}' (FORMAT parquet)");
        command.ExecuteNonQuery();
    }
}
