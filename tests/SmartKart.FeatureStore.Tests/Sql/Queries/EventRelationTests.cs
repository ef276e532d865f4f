using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Sql.Queries;

namespace SmartKart.FeatureStore.Tests.Sql.Queries;

public sealed class EventRelationTests
{
    private const string Orders = """
        (FROM (VALUES
            (TIMESTAMPTZ '2026-03-01 01:00:00+01', 'u1', [{'product_id': 'p1', 'quantity': 2::INTEGER, 'unit_price': 9.99::DECIMAL(18,4)},
                                                            {'product_id': NULL, 'quantity': 5, 'unit_price': 1.5}]),
            (TIMESTAMPTZ '2026-03-02 00:00:00+00', 'u2', []),
            (TIMESTAMPTZ '2026-03-03 00:00:00+00', 'u3', NULL),
            (NULL,                                 'u4', [{'product_id': 'p4', 'quantity': 1, 'unit_price': 1}]),
            (TIMESTAMPTZ '2026-03-05 00:00:00+00', NULL, [{'product_id': 'p5', 'quantity': 1, 'unit_price': NULL}])
        ) AS orders(occurred_at, user_id, lines))
        """;

    private static readonly FeatureView Lines = View("""
        source: {topic: order_placed, each: lines, key: lines.product_id, timestamp: occurred_at}
        filter: user_id <> 'u9'
        ttl: 60d
        features:
          units:  {aggregate: sum, of: lines.quantity, windows: [7d]}
          prices: {aggregate: max, of: lines.unit_price, windows: [7d]}
        """);

    [Fact]
    public void Its_columns_are_the_keys_the_time_and_what_the_view_reads() =>
        EventRelation.FieldsOf(Lines).Select(field => field.Name)
            .ShouldBe(["occurred_at", "user_id", "lines.product_id", "lines.quantity", "lines.unit_price"], ignoreOrder: true);

    [Fact]
    public void Elements_become_events_of_the_language_s_types_where_their_key_and_time_are_there_and_whatever_the_time_zone()
    {
        using var connection = Oracle.Open();
        connection.CreateCommand("SET TimeZone = 'Asia/Tokyo'").ExecuteNonQuery();
        var sql = $"""
            SELECT "occurred_at" = TIMESTAMP '2026-03-01 00:00:00' AND typeof("occurred_at") = 'TIMESTAMP', "user_id", "lines.product_id",
                typeof("lines.quantity") || ' ' || "lines.quantity", typeof("lines.unit_price") || ' ' || "lines.unit_price"
            FROM ({EventRelation.Write(SqlDialect.DuckDb, Lines, Orders)})
            ORDER BY "occurred_at"
            """;
        using var rows = connection.CreateCommand(sql).ExecuteReader();
        rows.Read().ShouldBeTrue();
        rows.GetBoolean(0).ShouldBeTrue();
        (rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4)).ShouldBe(("u1", "p1", "BIGINT 2", "DOUBLE 9.99"));
        rows.Read().ShouldBeTrue("the fifth order has a line with a key: the user is none");
        rows.GetString(2).ShouldBe("p5");
        rows.Read().ShouldBeFalse();
    }

    [Fact]
    public void A_view_without_a_source_has_no_events()
    {
        var view = DefinitionSet.Shipped.View("product_conversion");
        Should.Throw<ArgumentException>(() => EventRelation.Write(SqlDialect.DuckDb, view, "t")).Message.ShouldContain("Ask for the views that it reads");
    }

    private static FeatureView View(string body) => DefinitionSet.Parse(new DefinitionFile("lines.yaml", $"""
        entity: product
        join_keys: [product_id]
        ---
        feature_view: lines
        entity: product
        {body}
        """)).View("lines");
}
