namespace SmartKart.Training.DeepFm.Steps;

/// <summary>
/// Where the layers' parameters lie in one row of memory, and so where their gradients and Adam's means lie in others of the same shape:
/// <code>
///   for each hidden layer  weights (inputs × outputs, row-major), biases (outputs)
///   for the output         weights (inputs), bias (1)
/// </code>
/// </summary>
internal sealed class LayerPlan
{
    private readonly int[] _widths;     // inputs, then each hidden layer's outputs
    private readonly int[] _weightsAt;

    /// <param name="inputs">Values of an example: fields × embedding.</param>
    /// <param name="hidden">Widths of the hidden layers.</param>
    public LayerPlan(int inputs, IReadOnlyList<int> hidden)
    {
        _widths = [inputs, .. hidden];
        _weightsAt = new int[_widths.Length];
        for (var layer = 0; layer < hidden.Count; layer++) _weightsAt[layer + 1] = checked(_weightsAt[layer] + (Inputs(layer) + 1) * Outputs(layer));
        Parameters = checked(_weightsAt[^1] + _widths[^1] + 1);
    }

    /// <summary>How many hidden layers.</summary>
    public int Hidden => _widths.Length - 1;

    /// <summary>How many values all parameters are.</summary>
    public int Parameters { get; }

    /// <summary>Where the last layer's weights begin.</summary>
    public int OutputWeightsAt => _weightsAt[^1];

    /// <summary>Where the bias of the score is: the last value.</summary>
    public int OutputBiasAt => Parameters - 1;

    /// <summary>Inputs of the last layer.</summary>
    public int OutputInputs => _widths[^1];

    /// <summary>Inputs of a hidden layer, from 0.</summary>
    public int Inputs(int layer) => _widths[layer];

    /// <summary>Outputs of a hidden layer, from 0.</summary>
    public int Outputs(int layer) => _widths[layer + 1];

    /// <summary>Where a hidden layer's weights begin.</summary>
    public int WeightsAt(int layer) => _weightsAt[layer];

    /// <summary>Where a hidden layer's biases begin.</summary>
    public int BiasesAt(int layer) => _weightsAt[layer] + Inputs(layer) * Outputs(layer);

    /// <summary>Multiplications and additions of one example's step through the layers: a product forwards and two backwards, each 2 a weight.</summary>
    public long FlopsPerExample
    {
        get
        {
            long weights = OutputInputs;
            for (var layer = 0; layer < Hidden; layer++) weights += (long)Inputs(layer) * Outputs(layer);
            return 3 * 2 * weights;
        }
    }
}
