using SmartKart.Training.Interactions;

namespace SmartKart.Training.Tests.Interactions;

public sealed class InteractionLogTests
{
    [Fact]
    public void Who_loses_a_product_may_have_too_few_left()
    {
        // pot has one user, so it goes; ann is left with one product, so she goes; tea is left with two users.
        var log = InteractionLog.Of([("ann", "pot", 1), ("ann", "tea", 2), ("bob", "tea", 3), ("bob", "cup", 4), ("cid", "cup", 5), ("cid", "tea", 6), ("cid", "tea", 7)], 2, 2);

        (log.Users, log.Products.Count, log.Count).ShouldBe((2, 2, 5));
        (log.First, log.Last).ShouldBe((3, 7));
        log.Between(3, 5).Count.ShouldBe(2);
        log.LatestUsers().Select(log.UserOf).ShouldBe(["cid", "bob"]);
        log.ProductsOf(log.LatestUsers().First()).ShouldBe(["cup", "tea"]);
    }

    [Fact]
    public void A_history_of_too_few_says_what_to_lower() =>
        Should.Throw<InteractionException>(() => InteractionLog.Of([("ann", "pot", 1)], 2, 2)).Message.ShouldContain("Lower these");
}
