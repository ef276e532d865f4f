using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Sessions;

public sealed class ClickDecayTests
{
    [Fact]
    public void Of_four_clicks_the_linear_decay_counts_a_quarter_more_each()
    {
        Weights(ClickDecay.Linear).ShouldBe([1f, 0.75f, 0.5f, 0.25f]);
    }

    [Fact]
    public void The_exponential_decay_falls_by_e_in_its_length()
    {
        var weights = Weights(ClickDecay.Exponential(2));
        weights[0].ShouldBe(1f);
        weights[2].ShouldBe(0.36787945f, 1e-6f);
    }

    [Fact]
    public void Without_a_decay_all_count_and_with_the_last_click_it_alone()
    {
        Weights(ClickDecay.None).ShouldBe([1f, 1f, 1f, 1f]);
        Weights(ClickDecay.LastClick).ShouldBe([1f, 0f, 0f, 0f]);
    }

    [Theory, InlineData(0f), InlineData(-1f), InlineData(float.NaN)]
    public void A_decay_of_no_length_is_refused(float length) => Should.Throw<ArgumentOutOfRangeException>(() => ClickDecay.Exponential(length));

    private static float[] Weights(ClickDecay decay) => [.. Enumerable.Range(0, 4).Select(distance => decay.Weight(distance, 4))];
}
