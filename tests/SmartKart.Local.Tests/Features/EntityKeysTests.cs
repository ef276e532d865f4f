using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;
using SmartKart.Local.Features;

namespace SmartKart.Local.Tests.Features;

public sealed class EntityKeysTests
{
    [Fact]
    public void Keys_come_in_the_order_of_the_service_however_they_are_given_and_values_may_have_equals_signs() =>
        EntityKeys.Read(Plan("recommender"), ["product_id=a=b", "category_id=", "user_id=u"]).ShouldBe([Scalar.From("u"), Scalar.From(""), Scalar.From("a=b")]);

    [Theory]
    [InlineData("visitor has no key 'user_i'. Did you mean 'user_id'?", "user_i=u")]
    [InlineData("visitor has no key 'shop'. Give user_id=VALUE.", "shop=s", "user_id=u")]
    [InlineData("'u' is no key with its value. Write user_id=VALUE.", "u")]
    [InlineData("'=u' is no key with its value. Write user_id=VALUE.", "=u")]
    [InlineData("The key 'user_id' is given twice. Give it once.", "user_id=u", "user_id=u")]
    public void What_is_no_key_of_the_service_is_told_with_the_nearest_that_is(string told, params string[] keys) =>
        Should.Throw<CommandException>(() => EntityKeys.Read(Plan("visitor"), keys)).Message.ShouldBe(told);

    [Fact]
    public void All_that_is_missing_is_told_at_once() =>
        Should.Throw<CommandException>(() => EntityKeys.Read(Plan("recommender"), ["product_id=p"])).Message
            .ShouldBe("recommender is of user_id, category_id, product_id, and user_id and category_id are not given. Add user_id=VALUE category_id=VALUE.");

    private static ServicePlan Plan(string service) => ServicePlan.Compile(DefinitionSet.Shipped.Service(service));
}
