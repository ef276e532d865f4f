using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Tests.Definitions.Reading;

public sealed class SoundDefinitionTests
{
    private readonly DefinitionSet _shop = Shop.Read(Shop.All);

    [Fact]
    public void An_aggregate_gives_a_feature_for_each_window_in_the_order_written() =>
        _shop.View("user_activity").Features.Select(feature => feature.Name).ShouldBe(
        [
            "views_1h", "views_24h", "views_7d", "views_30d", "distinct_products_24h", "distinct_products_7d", "category_affinity", "recent_products",
            "last_at",
            "depth_7d", "minutes_since", "seconds_since",
        ]);

    [Fact]
    public void Quantiles_give_a_feature_for_each_quantile_and_window() =>
        _shop.View("product_sales").Features.Select(feature => feature.Name).ShouldBe(["units_7d", "units_30d", "prices_p50_7d", "prices_p99_9_7d"]);

    [Theory]
    [InlineData("views_7d", "Int64")]
    [InlineData("category_affinity", "String → Double")]
    [InlineData("recent_products", "list of String")]
    [InlineData("last_at", "Timestamp")]
    [InlineData("depth_7d", "Double")]
    [InlineData("seconds_since", "Double")]
    public void A_feature_has_the_type_that_its_aggregate_gives(string feature, string type) =>
        _shop.View("user_activity").Find(feature)!.Type.ToString().ShouldBe(type);

    [Theory]
    [InlineData("count", "Int64")]
    [InlineData("count, of: reason", "Int64")]
    [InlineData("sum, of: amount", "Double")]
    [InlineData("sum, of: attempt", "Int64")]
    [InlineData("avg, of: attempt", "Double")]
    [InlineData("min, of: occurred_at", "Timestamp")]
    [InlineData("max, of: attempt", "Int64")]
    [InlineData("variance, of: amount", "Double")]
    [InlineData("stddev, of: amount", "Double")]
    [InlineData("first, of: strong_authentication", "Boolean")]
    [InlineData("last, of: status", "String")]
    [InlineData("last_k, of: amount, k: 3", "list of Double")]
    [InlineData("count_distinct, of: card_fingerprint", "Int64")]
    [InlineData("top_k, by: merchant_id, k: 3", "String → Int64")]
    [InlineData("top_k, by: attempt, of: amount, k: 3", "Int64 → Double")]
    [InlineData("decayed_sum, half_life: 3d", "Double")]
    [InlineData("decayed_sum, half_life: 3d, of: attempt", "Double")]
    [InlineData("decayed_sum, half_life: 3d, by: merchant_id, top: 5", "String → Double")]
    public void Every_aggregate_has_its_result_type(string aggregate, string type) =>
        Shop.Read(Shop.View($"x: {{aggregate: {aggregate}}}")).View("activity").Features.Single().Type.ToString().ShouldBe(type);

    [Fact]
    public void The_elements_of_a_list_are_events_of_their_own()
    {
        var source = _shop.View("product_sales").Source.ShouldNotBeNull();
        source.Each.ShouldBe("lines");
        source.Keys.Select(key => key.Name).ShouldBe(["lines.product_id"]);
        source.Row.Fields.ShouldContain(new RowField("lines.unit_price", ScalarType.Double, IsNullable: false));
        source.Row.Fields.ShouldContain(new RowField("lines.merchant_id", ScalarType.String, IsNullable: true));
    }

    [Fact]
    public void The_fields_of_a_contract_become_a_row()
    {
        var row = Shop.Read(Shop.View("x: {aggregate: count}")).View("activity").Source!.Row;
        row.Fields.ShouldContain(new RowField("event_id", ScalarType.String, IsNullable: false));                 // uuid
        row.Fields.ShouldContain(new RowField("occurred_at", ScalarType.Timestamp, IsNullable: false));
        row.Fields.ShouldContain(new RowField("amount", ScalarType.Double, IsNullable: false));                   // decimal
        var status = row.Fields[row.PlaceOf("status")];                                                           // enum
        (status.Type, status.IsNullable).ShouldBe((ScalarType.String, false));
        status.Symbols.ShouldNotBeNull().ShouldContain("declined");
        row.Fields.ShouldContain(new RowField("attempt", ScalarType.Int64, IsNullable: false));
        row.Fields.ShouldContain(new RowField("address_matched", ScalarType.Boolean, IsNullable: true));
    }

    [Fact]
    public void On_demand_features_come_after_those_that_they_read()
    {
        var row = _shop.View("user_activity").OnDemandRow.Fields.Select(field => field.Name).ToArray();
        row[0].ShouldBe("now");
        row[^2..].ShouldBe(["seconds_since", "minutes_since"]);
        row.ShouldNotContain("recent_products");                 // a list is no single value
    }

    [Fact]
    public void A_view_without_a_source_reads_the_features_of_others()
    {
        var view = _shop.View("product_conversion");
        view.Source.ShouldBeNull();
        view.Ttl.ShouldBeNull();
        view.Reads.Select(read => read.Id).ShouldBe(["product_sales@1", "product_interest@1"]);
        var trend = view.Find("trend")!.Definition.ShouldBeOfType<OnDemandDefinition>();
        trend.Expression.Fields.Select(field => field.Name).ShouldBe(["product_sales.units_7d", "product_sales.units_30d"]);
    }

    [Fact]
    public void A_pair_of_entities_has_the_keys_of_both() => _shop.View("user_category").JoinKeys.ShouldBe(["user_id", "category_id"]);

    [Fact]
    public void A_service_has_its_features_in_order_and_a_star_stands_for_all_of_a_view() =>
        _shop.Service("recommender").Features.Select(feature => feature.ToString()).ShouldBe(
        [
            "user_activity@1.views_7d", "user_activity@1.category_affinity", "product_sales@1.units_7d", "product_sales@1.units_30d",
            "product_sales@1.prices_p50_7d",
            "product_sales@1.prices_p99_9_7d",
        ]);

    [Fact]
    public void Two_versions_of_a_view_run_side_by_side()
    {
        var second = "---" + Shop.Views.Split("---")[1].Replace("version: 1", "version: 2", StringComparison.Ordinal);
        var both = Shop.Read(Shop.Entities + Shop.Views + second);
        both.View("user_activity@1").Version.ShouldBe(1);
        both.View("user_activity@2").Version.ShouldBe(2);
        Should.Throw<UnknownDefinitionException>(() => both.View("user_activity")).Message.ShouldBe(
            "'user_activity' has several versions. Say which: user_activity@1 or user_activity@2.");
    }

    [Fact]
    public void The_order_of_files_and_documents_does_not_matter()
    {
        var set = DefinitionSet.Parse(
            new DefinitionFile("a.yaml", Shop.Services), new DefinitionFile("b.yaml", Shop.Views), new DefinitionFile("c.yaml", Shop.Entities));
        set.Service("recommender").Features.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData("1m", 1)]
    [InlineData("1h", 1)]
    [InlineData("61m", 15)]
    [InlineData("24h", 15)]
    [InlineData("2d", 60)]
    [InlineData("7d", 60)]
    [InlineData("8d", 360)]
    [InlineData("31d", 360)]
    [InlineData("32d", 1440)]
    public void A_window_s_far_end_moves_in_hops_that_suit_its_length(string window, int minutes) =>
        Shop.Read(Shop.View($"x: {{aggregate: count, windows: [{window}]}}")).View("activity").Features.Single().Window!.Hop
            .ShouldBe(TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData("user_actvity", "There is no feature view 'user_actvity'. Did you mean 'user_activity'?")]
    [InlineData("zzz", "There is no feature view 'zzz'. There are user_activity, user_activity@1,")]
    public void A_view_that_is_not_there_is_answered_with_the_nearest(string name, string message) =>
        Should.Throw<UnknownDefinitionException>(() => _shop.View(name)).Message.ShouldStartWith(message);
}
