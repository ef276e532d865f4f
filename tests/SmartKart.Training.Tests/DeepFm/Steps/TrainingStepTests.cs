using SmartKart.Training.DeepFm;
using SmartKart.Training.DeepFm.Steps;

namespace SmartKart.Training.Tests.DeepFm.Steps;

public sealed class TrainingStepTests
{
    private static readonly int[] Sizes = [5, 3, 7, 2];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Steps_are_those_of_Adam_on_the_layers_and_on_the_rows_that_a_batch_has(int threads)
    {
        var options = new DeepFmOptions
        {
            EmbeddingDimension = 18, Layers = [9], BatchSize = 4, Threads = threads, LearningRate = 0.01, EmbeddingPenalty = 0.02, LayerPenalty = 0.03,
        };
        var data = Examples.Of(12, Sizes, seed: 8);
        using var model = GradientTests.Random(options);
        using var crew = new Crew(threads);
        using var step = new TrainingStep(model, options, crew);
        var oracle = new NaiveAdam(new NaiveDeepFm(model), model, options);
        int[] order = [.. Enumerable.Range(0, data.Rows)];

        for (var first = 0; first < data.Rows; first += 4)
        {
            var expected = oracle.Step(data, order[first..(first + 4)]);
            step.Run(data, order, first, 4).ShouldBe(expected * 4, 1e-4);
        }

        Compare(model.Table.Values, oracle.Model.Table);
        Compare(model.FirstOrder.Values, oracle.Model.FirstOrder);
        Compare(model.Parameters.Values, oracle.Model.Parameters);
    }

    [Fact]
    public void A_row_that_no_batch_has_keeps_its_weights()
    {
        var options = new DeepFmOptions { EmbeddingDimension = 4, Layers = [8], BatchSize = 2, Threads = 1, EmbeddingPenalty = 0.5 };
        using var model = GradientTests.Random(options);
        using var crew = new Crew(1);
        using var step = new TrainingStep(model, options, crew);
        var before = model.Table.Values.ToArray();

        for (var time = 0; time < 5; time++) step.Run(new CategoricalData(Sizes, [0, 0, 0, 0, 1, 1, 1, 1], [0, 1]), [0, 1], 0, 2);

        var untouched = model.Table.Row(2).ToArray();
        untouched.ShouldBe(before[8..12]);
        model.Table.Row(0).ToArray().ShouldNotBe(before[..4]);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var options = new DeepFmOptions { EmbeddingDimension = 8, Layers = [16], BatchSize = 64, Threads = 1, Dropout = 0.2 };
        var data = Examples.Of(64, Sizes, seed: 2);
        using var model = GradientTests.Random(options);
        using var crew = new Crew(1);
        using var step = new TrainingStep(model, options, crew);
        int[] order = [.. Enumerable.Range(0, data.Rows)];
        step.Run(data, order, 0, data.Rows);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < 10; time++) step.Run(data, order, 0, data.Rows);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Each_field_belongs_to_one_thread_and_large_ones_are_spread()
    {
        var shares = TrainingStep.FieldShares([10, 1_000_000, 3, 1_000_000, 7, 4], batchSize: 1000, threads: 2);

        shares.SelectMany(share => share).Order().ShouldBe([0, 1, 2, 3, 4, 5]);
        shares.ShouldAllBe(share => share.Contains(1) ^ share.Contains(3));
    }

    private static void Compare(ReadOnlySpan<float> values, double[] expected)
    {
        values.Length.ShouldBe(expected.Length);
        for (var at = 0; at < expected.Length; at++) ((double)values[at]).ShouldBe(expected[at], 2e-5, $"value {at} of {expected.Length}");
    }
}
