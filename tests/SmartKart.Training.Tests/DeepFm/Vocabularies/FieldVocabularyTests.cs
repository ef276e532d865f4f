using SmartKart.Training.DeepFm.Vocabularies;

namespace SmartKart.Training.Tests.DeepFm.Vocabularies;

public sealed class FieldVocabularyTests
{
    [Fact]
    public void Given_values_have_ids_from_1_and_all_others_share_0()
    {
        var colours = new GivenVocabulary("colour", ["red", "green", "red", "blue"]);

        colours.Size.ShouldBe(4);
        new[] { "red", "green", "blue", "Red", "", null }.Select(colours.IdOf).ShouldBe([1, 2, 3, 0, 0, 0]);
    }

    // Models outlive processes and versions, so the ids of values must.
    [Fact]
    public void Hashed_ids_are_fixed_for_good()
    {
        var products = new HashedVocabulary("product", 1000);

        new[] { "22423", "85123A", "", "чай" }.Select(products.IdOf).ShouldBe(GoldenIds);
        products.IdOf(null).ShouldBe(products.IdOf(""));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(64)]
    public void Hashed_ids_fill_their_buckets_evenly(int buckets)
    {
        var products = new HashedVocabulary("product", buckets);

        var counts = Enumerable.Range(0, buckets * 1000).CountBy(value => products.IdOf($"{value}")).ToDictionary();

        counts.Keys.Order().ShouldBe(Enumerable.Range(0, buckets));
        counts.Values.ShouldAllBe(count => count > 800 && count < 1200);
    }

    [Fact]
    public void A_value_of_two_fields_has_two_buckets()
    {
        var (one, other) = (new HashedVocabulary("a", 1 << 30), new HashedVocabulary("b", 1 << 30));

        one.IdOf("x").ShouldNotBe(other.IdOf("x"));
    }

    [Fact]
    public void Long_values_are_hashed_too() =>
        new HashedVocabulary("text", 1 << 30).IdOf(new string('x', 10_000)).ShouldNotBe(new HashedVocabulary("text", 1 << 30).IdOf(new string('x', 9_999)));

    private static readonly int[] GoldenIds = [298, 421, 211, 465];
}
