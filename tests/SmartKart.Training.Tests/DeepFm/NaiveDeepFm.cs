using SmartKart.Training.DeepFm;

namespace SmartKart.Training.Tests.DeepFm;

/// <summary>DeepFM as the paper writes it, pair by pair and unit by unit, in double precision: the oracle of the fast one.</summary>
internal sealed class NaiveDeepFm
{
    private readonly int[] _offsets;
    private readonly int _width;
    private readonly int[] _layers;

    public NaiveDeepFm(DeepFmModel model)
    {
        (_offsets, _width, _layers) = (model.Offsets, model.EmbeddingDimension, [.. model.Layers]);
        Table = Array.ConvertAll(model.Table.Values.ToArray(), value => (double)value);
        FirstOrder = Array.ConvertAll(model.FirstOrder.Values.ToArray(), value => (double)value);
        Parameters = Array.ConvertAll(model.Parameters.Values.ToArray(), value => (double)value);
    }

    public double[] Table { get; }

    public double[] FirstOrder { get; }

    /// <summary>Each hidden layer's weights (inputs × outputs) and biases, then the output's.</summary>
    public double[] Parameters { get; }

    public double Score(ReadOnlySpan<int> ids)
    {
        var embedded = new double[ids.Length][];
        var score = 0.0;
        for (var field = 0; field < ids.Length; field++)
        {
            var row = _offsets[field] + ids[field];
            embedded[field] = Table[(row * _width)..((row + 1) * _width)];
            score += FirstOrder[row];
            for (var other = 0; other < field; other++) score += embedded[field].Zip(embedded[other], (left, right) => left * right).Sum();
        }
        double[] values = [.. embedded.SelectMany(value => value)];
        var at = 0;
        foreach (var outputs in _layers)
        {
            var (inputs, next, biases) = (values.Length, new double[outputs], at + values.Length * outputs);
            for (var output = 0; output < outputs; output++)
            {
                next[output] = Parameters[biases + output];
                for (var input = 0; input < inputs; input++) next[output] += values[input] * Parameters[at + input * outputs + output];
                next[output] = Math.Max(0, next[output]);
            }
            (values, at) = (next, biases + outputs);
        }
        for (var input = 0; input < values.Length; input++) score += values[input] * Parameters[at + input];
        return score + Parameters[at + values.Length];
    }

    public double Probability(ReadOnlySpan<int> ids) => 1 / (1 + Math.Exp(-Score(ids)));

    /// <summary>The mean log loss of some rows.</summary>
    public double Loss(CategoricalData data, ReadOnlySpan<int> rows)
    {
        var loss = 0.0;
        foreach (var row in rows)
        {
            var probability = Probability(data.Ids.AsSpan(row * data.Fields, data.Fields));
            loss -= Math.Log(data.Labels[row] > 0 ? probability : 1 - probability);
        }
        return loss / rows.Length;
    }

    /// <summary>How the loss changes with one value, by a central difference.</summary>
    public double Slope(double[] values, int at, CategoricalData data, int[] rows)
    {
        const double Step = 1e-5;
        var before = values[at];
        values[at] = before + Step;
        var above = Loss(data, rows);
        values[at] = before - Step;
        var below = Loss(data, rows);
        values[at] = before;
        return (above - below) / (2 * Step);
    }
}
