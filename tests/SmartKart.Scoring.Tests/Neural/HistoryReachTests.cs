using SmartKart.Scoring.Neural;

namespace SmartKart.Scoring.Tests.Neural;

public sealed class HistoryReachTests
{
    // 0 and 3 point to 1 and 2; 2's category is 0's and 3's, too.
    private static readonly ItemFacts Facts = new(
        new[] { 1, 2, 0, 3, 0 }, new[] { 2, 1, 2, 2, 0 }, new int[5], new[] { 9, 8, 1, 7, 0 }, new[] { 4, 0, 1, 2, 0 });

    [Fact]
    public void A_history_says_of_each_item_how_strongly_it_points_there_and_from_where_in_any_order()
    {
        foreach (var order in new int[][] { [0, 3], [3, 0] })
        {
            var reach = Reach(order);

            (reach.Count, reach.MainCategory).ShouldBe((2, 2));
            (reach.Sum(1), reach.Pointing(1), reach.Nearest(1)).ShouldBe((0.75f, 2, (0, 0.5f)));
            (reach.Sum(2), reach.Pointing(2), reach.Nearest(2)).ShouldBe((1f, 2, (0, 0.5f)));       // of equal ones the lower
            (reach.Sum(4), reach.Pointing(4), reach.Nearest(4)).ShouldBe((0f, 0, (-1, 0f)));
            (reach.OfCategory(2), reach.OfCategory(1), reach.OfCategory(4)).ShouldBe((2, 0, 0));
            reach.Sum(0).ShouldBe(0);       // it is in the history
        }
    }

    [Fact]
    public void Places_of_all_are_those_of_each_and_equal_sums_share_one()
    {
        var random = new Random(1);
        const int items = 300;
        var facts = new ItemFacts(new int[items], new int[items], new int[items], new int[items], new int[items]);
        var reach = new HistoryReach(facts);
        for (var item = 0; item < 20; item++)
        {
            int[] targets = [.. Enumerable.Range(0, items).Where(_ => random.Next(4) == 0)];
            reach.Add(item, targets, Array.ConvertAll(targets, _ => random.Next(4) / 4f));      // of few values
        }
        var places = new int[items];
        reach.Places(places);

        for (var item = 0; item < items; item++)
        {
            var expected = reach.Sum(item) > 0 ? 1 + Enumerable.Range(0, items).Count(other => reach.Sum(other) > reach.Sum(item)) : 0;
            (places[item], reach.Place(item)).ShouldBe((expected, expected));
        }
        reach.Clear();
        reach.Places(places);
        places.ShouldAllBe(place => place == 0);
    }

    [Fact]
    public void Ids_lie_within_their_fields_whatever_the_counts_are()
    {
        var fields = new HistoryFields(Facts);
        var (reach, ids) = (Reach(0, 3), new int[HistoryFields.Count]);
        foreach (var count in new[] { 0, 1, 2, 3, 1000, int.MaxValue })
        {
            foreach (var item in new[] { 1, 2, 4 })
            {
                fields.Write(reach, item, count, count, count, ids);
                for (var field = 0; field < ids.Length; field++) ids[field].ShouldBeInRange(0, fields.Sizes[field] - 1);
            }
        }
        fields.Write(reach, 1, place: 1, users: 8, lately: 0, ids);
        ids[..9].ShouldBe([2, 1, 0, 7, 0, 3, 2, 0, 1]);
    }

    private static HistoryReach Reach(params int[] history)
    {
        var reach = new HistoryReach(Facts);
        foreach (var item in history) reach.Add(item, [1, 2, 0], item == 0 ? [0.5f, 0.5f, 0] : [0.25f, 0.5f, 1]);
        return reach;
    }
}
