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

    [Fact]
    public void What_was_shown_is_read_once_with_whether_it_was_clicked_and_without_propensities()
    {
        WriteOrders();
        Read(minPerProduct: 1, withImpressions: true).Impressions.IsEmpty.ShouldBeTrue();
        Write("clickstream", """
            SELECT event_id::VARCHAR AS event_id, TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_seconds(event_id) AS occurred_at, action, product AS product_id,
                place AS position, list AS recommendation_id
            FROM (VALUES
                (2, 'impression', 'cup', 1, 'r1'), (1, 'impression', 'tea', 0, 'r1'), (1, 'impression', 'tea', 0, 'r1'), (3, 'click', 'cup', 1, 'r1'),
                (4, 'impression', 'unheard of', 0, 'r2'), (5, 'view', 'tea', NULL, NULL), (6, 'impression', 'cup', NULL, 'r3')
            ) AS t(event_id, action, product, place, list)
            """);

        var log = Read(minPerProduct: 1, withImpressions: true);

        var (tea, cup) = (log.Products.ItemOf("tea"), log.Products.ItemOf("cup"));
        log.Impressions.ToArray().Select(each => (each.At - log.First, each.Item, each.Position, each.IsClicked))
            .ShouldBe([(1_000_000, tea, 0, false), (2_000_000, cup, 1, true), (6_000_000, cup, 0, false)]);
        log.InputBetween(log.First, log.First + 2_000_000).Impressions.Length.ShouldBe(1);
        Read(minPerProduct: 1).Impressions.IsEmpty.ShouldBeTrue();
    }

    private InteractionLog Read(int minPerProduct, bool withImpressions = false) =>
        InteractionLog.Read(
            new HistorySource(_root.FullName), [new InteractionSource("order_placed", "lines", [])], minPerUser: 1, minPerProduct, withImpressions);

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
