using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Sql;
using SmartKart.FeatureStore.Sql.Queries;
using SmartKart.FeatureStore.Tests.Views;
using SmartKart.FeatureStore.Views;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.FeatureStore.Tests.Sql.Queries;

/// <summary>
/// The texts themselves. <c>Golden/</c> has definitions, and the query of their service in each dialect. To change them, change the
/// definitions; the test then writes each text as it should be beside itself, for a person to read before it is taken over.
/// </summary>
public sealed class TrainingTextTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "SmartKart.FeatureStore.Tests", "Sql", "Queries", "Golden");

    internal static readonly DefinitionSet Golden = DefinitionSet.ReadDraft(Path.Combine(Folder, "definitions.yaml"));

    [Theory]
    [InlineData("DuckDB"), InlineData("Spark SQL"), InlineData("BigQuery")]
    public void A_service_of_every_aggregate_is_printed_as_it_always_was(string dialect)
    {
        var text = Write(Dialects.All.Single(known => known.Name == dialect), ServicePlan.Compile(Golden.Service("everything"))) + "\n";
        var file = Path.Combine(Folder, $"{dialect}.sql");
        var actual = Path.Combine(AppContext.BaseDirectory, $"{dialect}.actual.sql");
        File.WriteAllText(actual, text);
        var isAsItWas = File.Exists(file) && File.ReadAllText(file) == text;
        isAsItWas.ShouldBeTrue($"the text is no more that of {file}; diff it with {actual}");
    }

    [Fact]
    public void Every_aggregate_is_among_them() =>
        Golden.View("taste").Definitions.OfType<AggregateDefinition>().Select(definition => definition.Kind).Distinct()
            .ShouldBe(Enum.GetValues<AggregateKind>(), ignoreOrder: true);

    [Fact]
    public async Task The_query_of_every_shipped_service_and_view_parses_in_the_dialects_of_others() => await HoldAsync(
    [
        .. DefinitionSet.Shipped.Services.Select(ServicePlan.Compile),
        .. DefinitionSet.Shipped.Views.Select(ServicePlan.Compile),
        ServicePlan.Compile(Golden.Service("everything")),
    ]);

    [Fact]
    public async Task The_query_of_any_definitions_parses_in_the_dialects_of_others()
    {
        var generator = new RandomView(new Random(5));
        await HoldAsync([.. Enumerable.Range(0, 3).Select(_ => ServicePlan.Compile(generator.Service().Service))]);
    }

    [Fact]
    public void Two_versions_of_a_view_are_refused_since_their_columns_would_have_one_name()
    {
        const string View = "feature_view: orders\nentity: user\nsource: {topic: order_placed, key: user_id, timestamp: occurred_at}\nttl: 9d\n"
            + "features: {orders: {aggregate: count, windows: [7d]}}\n";
        var set = DefinitionSet.Parse(new DefinitionFile("two.yaml", $"entity: user\njoin_keys: [user_id]\n---\n{View}---\nversion: 2\n{View}---\n"
            + "feature_service: both\nfeatures: [orders@1.orders_7d, orders@2.orders_7d]\n"));
        Should.Throw<ArgumentException>(() => Write(SqlDialect.DuckDb, ServicePlan.Compile(set.Service("both"))))
            .Message.ShouldStartWith("orders@1.orders_7d and orders@2.orders_7d would both be the column orders__orders_7d. ");
    }

    private static string Write(SqlDialect dialect, ServicePlan service) => TrainingQuery.Write(dialect, service, Table, "labels");

    private static string Table(Topic topic) => $"history.{topic.Name}";

    private static async Task HoldAsync(ServicePlan[] services)
    {
        var texts = (from dialect in (SqlDialect[])[SqlDialect.SparkSql, SqlDialect.BigQuery]
                     from service in services
                     select (Dialect: dialect, Sql: Write(dialect, service))).ToArray();
        var errors = await Parsers.ParseAsync(texts);
        for (var i = 0; i < texts.Length; i++) errors[i].ShouldBeNull($"{texts[i].Dialect}: {texts[i].Sql}");
    }
}
