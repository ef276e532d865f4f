using SmartKart.Training.DeepFm;
using SmartKart.Training.DeepFm.Steps;
using SmartKart.Training.Native.OpenBlas;

namespace SmartKart.Training.Tests.DeepFm.Steps;

public sealed class GradientTests
{
    private static readonly int[] Sizes = [5, 3, 7, 2];

    // Widths on both sides of a vector's, so that whole vectors and what is left over both take part.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(16, 1)]
    [InlineData(21, 2)]
    public void Gradients_of_all_parameters_are_those_of_finite_differences(int width, int threads)
    {
        var options = new DeepFmOptions { EmbeddingDimension = width, Layers = [9, 17], BatchSize = 12, Threads = threads };
        var data = Examples.Of(12, Sizes, seed: 5);
        using var model = Random(options);
        using var crew = new Crew(threads);
        using var step = new TrainingStep(model, options, crew);
        var oracle = new NaiveDeepFm(model);
        int[] order = [.. Enumerable.Range(0, data.Rows).Reverse()];

        var (layers, embedded, slopes) = step.Gradients(data, order, 0, data.Rows);

        var (table, firstOrder) = ByRow(model, data, order, embedded, slopes);
        Compare(layers, oracle.Parameters, oracle, data, order);
        Compare(table, oracle.Table, oracle, data, order);
        Compare(firstOrder, oracle.FirstOrder, oracle, data, order);
    }

    [Fact]
    public void A_batch_of_several_blocks_has_the_gradients_of_its_mean()
    {
        var options = new DeepFmOptions { EmbeddingDimension = 4, Layers = [8], BatchSize = 2 * Block.RowsMax + 60, Threads = 1 };
        var data = Examples.Of(options.BatchSize, Sizes, seed: 6);
        using var model = Random(options);
        using var crew = new Crew(1);
        using var step = new TrainingStep(model, options, crew);
        var oracle = new NaiveDeepFm(model);
        int[] order = [.. Enumerable.Range(0, data.Rows)];

        var (layers, _, _) = step.Gradients(data, order, 0, data.Rows);

        Compare(layers, oracle.Parameters, oracle, data, order);
    }

    internal static DeepFmModel Random(DeepFmOptions options)
    {
        Blas.SetThreads(1);
        var model = new DeepFmModel(Sizes, options.EmbeddingDimension, options.Layers);
        model.Initialize(3, 0.4);
        var random = new Random(11);
        foreach (var values in new[] { model.Table, model.FirstOrder, model.Parameters })
        {
            foreach (ref var value in values.Values) value = (float)(random.NextDouble() - 0.5);
        }
        return model;
    }

    private static (float[] Table, float[] FirstOrder) ByRow(DeepFmModel model, CategoricalData data, int[] order, float[] embedded, float[] slopes)
    {
        var (width, table, firstOrder) = (model.EmbeddingDimension, new float[model.Table.Values.Length], new float[model.FirstOrder.Values.Length]);
        for (var example = 0; example < order.Length; example++)
        {
            for (var field = 0; field < data.Fields; field++)
            {
                var row = model.Offsets[field] + data.Ids[order[example] * data.Fields + field];
                firstOrder[row] += slopes[example];
                for (var at = 0; at < width; at++) table[row * width + at] += embedded[(example * data.Fields + field) * width + at];
            }
        }
        return (table, firstOrder);
    }

    private static void Compare(float[] gradients, double[] values, NaiveDeepFm oracle, CategoricalData data, int[] order)
    {
        for (var at = 0; at < values.Length; at++)
            ((double)gradients[at]).ShouldBe(oracle.Slope(values, at, data, order), 1e-5, $"value {at} of {values.Length}");
    }
}
