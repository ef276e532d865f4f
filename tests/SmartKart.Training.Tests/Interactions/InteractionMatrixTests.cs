using SmartKart.Training.Interactions;

namespace SmartKart.Training.Tests.Interactions;

public sealed class InteractionMatrixTests
{
    [Fact]
    public void Pairs_are_sorted_and_counted_once()
    {
        var matrix = InteractionMatrix.Of(3, 4, [(2, 3), (0, 1), (2, 0), (0, 1), (2, 3)]);

        matrix.Count.ShouldBe(3);
        matrix[0].ToArray().ShouldBe([1]);
        matrix[1].ToArray().ShouldBeEmpty();
        matrix[2].ToArray().ShouldBe([0, 3]);
        matrix.Popularity().ShouldBe([1, 1, 0, 1]);
    }

    [Fact]
    public void Turned_twice_it_is_the_same()
    {
        var matrix = Marketplace.Of(40, 30);
        var turned = matrix.Transpose();

        (turned.Users, turned.Items, turned.Count).ShouldBe((30, 40, matrix.Count));
        for (var item = 0; item < 30; item++)
        {
            foreach (var user in turned[item]) matrix[user].Contains(item).ShouldBeTrue();
        }
        var back = turned.Transpose();
        for (var user = 0; user < 40; user++) back[user].ToArray().ShouldBe(matrix[user].ToArray());
    }

    [Fact]
    public void A_split_takes_a_share_of_each_user_and_leaves_them_one()
    {
        var matrix = Marketplace.Of(50, 30);

        var (kept, held) = matrix.Split(0.9, seed: 3);

        (kept.Count + held.Count).ShouldBe(matrix.Count);
        for (var user = 0; user < 50; user++)
        {
            kept[user].Length.ShouldBeGreaterThan(0);
            kept[user].ToArray().Concat(held[user].ToArray()).Order().ShouldBe(matrix[user].ToArray());
        }
        matrix.Split(0.9, seed: 3).Held[7].ToArray().ShouldBe(held[7].ToArray());
    }

    [Fact]
    public void What_is_new_is_what_known_users_did_not_do_before()
    {
        var before = InteractionMatrix.Of(3, 4, [(0, 1), (1, 2)]);
        var after = InteractionMatrix.Of(3, 4, [(0, 1), (0, 3), (1, 2), (2, 0)]);

        var held = before.NewIn(after);

        held[0].ToArray().ShouldBe([3]);
        held.Count.ShouldBe(1);
    }

    [Fact]
    public void A_pair_outside_is_told()
    {
        Should.Throw<InteractionException>(() => InteractionMatrix.Of(2, 2, [(0, 2)])).Message.ShouldContain("item 2");
        Should.Throw<InteractionException>(() => InteractionMatrix.Of(2, 2, [(-1, 0)])).Message.ShouldContain("User -1");
    }
}
