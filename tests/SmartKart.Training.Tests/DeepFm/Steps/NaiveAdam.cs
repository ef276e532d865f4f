using SmartKart.Training.DeepFm;

namespace SmartKart.Training.Tests.DeepFm.Steps;

/// <summary>
/// Adam as the paper writes it, in double precision, by finite differences of the loss and the penalties' own gradients: for the layers always, for a row
/// of the table only when a batch has it.
/// </summary>
internal sealed class NaiveAdam(NaiveDeepFm model, DeepFmModel shape, DeepFmOptions options)
{
    private readonly Dictionary<double[], (double[] Means, double[] Squares)> _moments = new()
    {
        [model.Table] = (new double[model.Table.Length], new double[model.Table.Length]),
        [model.FirstOrder] = (new double[model.FirstOrder.Length], new double[model.FirstOrder.Length]),
        [model.Parameters] = (new double[model.Parameters.Length], new double[model.Parameters.Length]),
    };

    private int _number;

    public NaiveDeepFm Model => model;

    /// <returns>The mean loss before the step.</returns>
    public double Step(CategoricalData data, int[] rows)
    {
        _number++;
        var loss = model.Loss(data, rows);
        var touched = (from row in rows
                       from field in Enumerable.Range(0, data.Fields)
                       select shape.Offsets[field] + data.Ids[row * data.Fields + field]).ToHashSet();
        var width = shape.EmbeddingDimension;
        var changes = new List<(double[] Values, int At, double Gradient)>();
        for (var at = 0; at < model.Table.Length; at++)
        {
            if (touched.Contains(at / width)) Add(model.Table, at, options.EmbeddingPenalty);
        }
        foreach (var row in touched) Add(model.FirstOrder, row, options.EmbeddingPenalty);
        for (var at = 0; at < model.Parameters.Length; at++) Add(model.Parameters, at, IsWeight(at) ? options.LayerPenalty : 0);
        foreach (var (values, at, gradient) in changes) Change(values, at, gradient);
        return loss;

        void Add(double[] values, int at, double penalty) => changes.Add((values, at, model.Slope(values, at, data, rows) + penalty * values[at]));
    }

    // The layers' values in order: weights and biases of each, then the output's weights and its bias.
    private bool IsWeight(int at)
    {
        var inputs = shape.Sizes.Length * shape.EmbeddingDimension;
        foreach (var outputs in shape.Layers.Append(1))
        {
            if (at < inputs * outputs) return true;
            at -= inputs * outputs;
            if (at < outputs) return false;
            at -= outputs;
            inputs = outputs;
        }
        return false;
    }

    private void Change(double[] values, int at, double gradient)
    {
        var (means, squares) = _moments[values];
        means[at] = options.Beta1 * means[at] + (1 - options.Beta1) * gradient;
        squares[at] = options.Beta2 * squares[at] + (1 - options.Beta2) * gradient * gradient;
        var mean = means[at] / (1 - Math.Pow(options.Beta1, _number));
        var square = squares[at] / (1 - Math.Pow(options.Beta2, _number));
        values[at] -= options.LearningRate * mean / (Math.Sqrt(square) + options.Epsilon);
    }
}
