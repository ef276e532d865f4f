using SmartKart.Training.Algebra;
using SmartKart.Training.DeepFm.Kernels;

namespace SmartKart.Training.Recommenders;

/// <summary>
/// Rows of vectors, and the gradients of those that a batch meets. Adam moves these alone, and only their means change, as in PyTorch's SparseAdam. Hot path: per
/// interaction and epoch.
/// </summary>
internal sealed class BprVectors : IDisposable
{
    private const float InitialBound = 0.01f;       // vectors begin small: then nothing is preferred by chance, and the first steps say where to go

    private readonly DenseMatrix _values, _moments, _gradients;
    private readonly int[] _places, _met;
    private int _count;

    /// <param name="rows">How many.</param>
    /// <param name="factors">Values of a row.</param>
    /// <param name="most">The most rows that a batch meets.</param>
    /// <param name="random">Where they begin.</param>
    public BprVectors(int rows, int factors, int most, ref SplitMix64 random)
    {
        (_values, _moments, _gradients) = (new DenseMatrix(rows, factors), new DenseMatrix(rows, 2 * factors), new DenseMatrix(most, factors));
        (_places, _met) = (new int[rows], new int[most]);
        foreach (ref var value in _values.Values) value = random.Within(InitialBound);
    }

    /// <summary>A row.</summary>
    public ReadOnlySpan<float> this[int row] => _values.Row(row);

    /// <summary>rows × factors.</summary>
    public ReadOnlySpan<float> All => _values.Values;

    /// <summary>A row's gradient in this batch, to be added to; 0 when it is first met.</summary>
    public Span<float> Gradient(int row)
    {
        ref var place = ref _places[row];
        if (place > 0) return _gradients.Row(place - 1);
        _met[_count++] = row;
        place = _count;
        var gradient = _gradients.Row(place - 1);
        gradient.Clear();
        return gradient;
    }

    /// <summary>Moves the rows that the batch met, and ends it.</summary>
    /// <param name="penalty">Times a value is added to its gradient.</param>
    /// <param name="step">Which.</param>
    public void Move(float penalty, in AdamStep step)
    {
        var met = _met.AsSpan(0, _count);
        AdamKernels.Rows(_values, _moments, met, _gradients, penalty, step);
        foreach (var row in met) _places[row] = 0;
        _count = 0;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _values.Dispose();
        _moments.Dispose();
        _gradients.Dispose();
    }
}
