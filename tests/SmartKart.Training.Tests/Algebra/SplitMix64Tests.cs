using SmartKart.Training.Algebra;

namespace SmartKart.Training.Tests.Algebra;

public sealed class SplitMix64Tests
{
    [Fact]
    public void Its_numbers_are_those_of_the_published_generator()
    {
        var random = new SplitMix64(1234567);

        new[] { random.Next(), random.Next(), random.Next() }.ShouldBe([6457827717110365317, 3203168211198807973, 9817491932198370423]);
    }

    [Fact]
    public void A_shuffle_keeps_every_item_and_depends_on_the_seed_alone()
    {
        var (one, same, other) = (Shuffled(1), Shuffled(1), Shuffled(2));

        one.Order().ShouldBe(Enumerable.Range(0, 100));
        one.ShouldBe(same);
        one.ShouldNotBe(other);
    }

    [Fact]
    public void Uniform_numbers_keep_their_bounds_and_their_deviation()
    {
        var random = new SplitMix64(5);

        float[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.Within(2))];

        values.ShouldAllBe(value => value >= -2 && value <= 2);
        values.Average().ShouldBe(0, 0.02);
        values.Average(value => value * value).ShouldBe(4 / 3f, 0.02);
    }

    private static int[] Shuffled(ulong seed)
    {
        int[] items = [.. Enumerable.Range(0, 100)];
        new SplitMix64(seed).Shuffle(items);
        return items;
    }
}
