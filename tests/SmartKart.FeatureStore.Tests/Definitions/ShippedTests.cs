using SmartKart.FeatureStore.Definitions;

namespace SmartKart.FeatureStore.Tests.Definitions;

public sealed class ShippedTests
{
    private readonly DefinitionSet _shipped = DefinitionSet.Shipped;

    [Theory]
    [InlineData("user_activity", "user")]
    [InlineData("user_affinity", "user")]
    [InlineData("user_orders", "user")]
    [InlineData("product_activity", "product")]
    [InlineData("product_carts", "product")]
    [InlineData("product_sales", "product")]
    [InlineData("product_conversion", "product")]
    [InlineData("session_activity", "session")]
    [InlineData("user_category_activity", "user", "category")]
    [InlineData("merchant_sales", "merchant")]
    [InlineData("product_stock", "product")]
    [InlineData("warehouse_stock", "product", "warehouse")]
    [InlineData("payment_user", "user")]
    [InlineData("payment_card", "card")]
    [InlineData("payment_address", "address")]
    public void The_shipped_views_fit_the_contracts(string view, params string[] entities)
    {
        _shipped.View(view).Entities.Select(entity => entity.Name).ShouldBe(entities);
        _shipped.View(view).Features.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("recommender", "user", "category", "product")]
    [InlineData("fraud", "user", "card", "address", "merchant")]
    [InlineData("demand", "product")]
    [InlineData("visitor", "user")]
    [InlineData("trending", "product")]
    [InlineData("ranking", "user", "category", "product")]
    public void The_shipped_services_say_which_entities_a_reader_must_name(string service, params string[] entities) =>
        _shipped.Service(service).Entities.Select(entity => entity.Name).ShouldBe(entities);

    [Fact]
    public void Every_shipped_definition_says_what_it_is_for()
    {
        _shipped.Entities.ShouldAllBe(entity => entity.Description.Length > 0);
        _shipped.Views.ShouldAllBe(view => view.Description.Length > 0);
        _shipped.Services.ShouldAllBe(service => service.Description.Length > 0);
    }
}
