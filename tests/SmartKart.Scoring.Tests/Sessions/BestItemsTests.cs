using FsCheck.Fluent;
using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Sessions;

public sealed class BestItemsTests
{
    [Fact]
    public void The_best_items_are_those_of_a_sort_and_of_equals_the_lower_numbers()
    {
        var some = Arb.From(Gen.Choose(0, 9).ArrayOf().Resize(60));
        Properties.Hold(Prop.ForAll(some, Arb.From(Gen.Choose(0, 20)), (int[] values, int asked) =>
        {
            var scores = new ItemScores(values.Length);
            // Told in an order of its own: the order of arrival says nothing.
            foreach (var item in Enumerable.Range(0, values.Length).OrderBy(item => item * 7 % 61)) scores.Add(item, values[item]);
            var (items, kept) = (new int[asked], new float[asked]);
            var count = BestItems.Select(scores, items, kept);
            var expected = Enumerable.Range(0, values.Length).OrderByDescending(item => values[item]).ThenBy(item => item).Take(asked).ToArray();
            items[..count].ShouldBe(expected);
            kept[..count].ShouldBe(expected.Select(item => (float)values[item]));
        }));
    }

    [Fact]
    public void Where_none_are_asked_for_none_are_given()
    {
        var scores = new ItemScores(3);
        scores.Add(1, 5);
        BestItems.Select(scores, [], []).ShouldBe(0);
    }
}
