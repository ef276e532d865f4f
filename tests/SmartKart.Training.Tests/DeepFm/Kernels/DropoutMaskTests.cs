using SmartKart.Training.DeepFm.Kernels;

namespace SmartKart.Training.Tests.DeepFm.Kernels;

public sealed class DropoutMaskTests
{
    [Fact]
    public void The_share_is_left_out_and_the_rest_scaled_to_the_same_mean()
    {
        var mask = new DropoutMask(7, 0.25);
        var left = 0;
        for (var example = 0; example < 1000; example++)
        {
            var outputs = Apply(mask, 37, mask.Key(3, example, 1));
            outputs.ShouldAllBe(output => output == 0 || Math.Abs(output - 4 / 3f) < 1e-6);
            left += outputs.Count(output => output == 0);
        }

        (left / 37_000.0).ShouldBe(0.25, 0.01);
    }

    [Fact]
    public void Whole_vectors_and_single_values_are_masked_alike()
    {
        var mask = new DropoutMask(7, 0.5);
        var key = mask.Key(1, 2, 0);

        var whole = Apply(mask, 64, key);

        for (var count = 1; count < 64; count++) Apply(mask, count, key).ShouldBe(whole[..count]);
    }

    [Fact]
    public void Steps_examples_and_layers_have_masks_of_their_own()
    {
        var mask = new DropoutMask(7, 0.5);

        new[] { mask.Key(1, 1, 1), mask.Key(2, 1, 1), mask.Key(1, 2, 1), mask.Key(1, 1, 2), new DropoutMask(8, 0.5).Key(1, 1, 1) }.ShouldBeUnique();
    }

    private static float[] Apply(DropoutMask mask, int count, uint key)
    {
        float[] outputs = [.. Enumerable.Repeat(1f, count)];
        mask.Apply(outputs, key);
        return outputs;
    }
}
