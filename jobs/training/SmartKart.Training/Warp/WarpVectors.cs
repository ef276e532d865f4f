using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using SmartKart.Training.Algebra;

namespace SmartKart.Training.Warp;

/// <summary>
/// Rows of vectors and, in each row's last place, a bias, moved by Adagrad (Duchi, Hazan and Singer, JMLR 2011): a value's step is divided by the root of the
/// squares of its gradients so far. Hot path: per interaction and epoch.
/// </summary>
internal sealed class WarpVectors : IDisposable
{
    private readonly DenseMatrix _values, _squares;
    private readonly float _rate, _regularisation;

    /// <param name="rows">How many.</param>
    /// <param name="options">How they are moved.</param>
    /// <param name="random">Where they begin: uniform within ±½ / factors, as LightFM's; biases at 0.</param>
    public WarpVectors(int rows, WarpOptions options, ref SplitMix64 random)
    {
        (_values, _squares) = (new DenseMatrix(rows, options.Factors + 1), new DenseMatrix(rows, options.Factors + 1));
        (_rate, _regularisation) = (options.LearningRate, options.Regularisation);
        _squares.Values.Fill(1);        // LightFM's, too: no first step is longer than the rate
        for (var row = 0; row < rows; row++)
        {
            foreach (ref var value in _values.Row(row)[..^1]) value = random.Within(0.5f / options.Factors);
        }
    }

    /// <summary>A row: factors values, and the bias.</summary>
    public ReadOnlySpan<float> this[int row] => _values.Row(row);

    /// <summary>The sum of some rows.</summary>
    public void Sum(ReadOnlySpan<int> rows, Span<float> sum)
    {
        this[rows[0]].CopyTo(sum);
        foreach (var row in rows[1..]) TensorPrimitives.Add(sum, this[row], sum);
    }

    /// <summary>Moves a row against its gradient, <paramref name="scale"/> · <paramref name="along"/>.</summary>
    public void Step(int row, ReadOnlySpan<float> along, float scale)
    {
        Span<float> values = _values.Row(row), squares = _squares.Row(row);
        var at = 0;
        for (; at + Vector512<float>.Count <= values.Length; at += Vector512<float>.Count)
        {
            var (value, square) = (Vector512.LoadUnsafe(ref values[0], (nuint)at), Vector512.LoadUnsafe(ref squares[0], (nuint)at));
            var gradient = Vector512.LoadUnsafe(in along[0], (nuint)at) * scale + value * _regularisation;
            (value - gradient * _rate / Vector512.Sqrt(square)).StoreUnsafe(ref values[0], (nuint)at);
            (square + gradient * gradient).StoreUnsafe(ref squares[0], (nuint)at);
        }
        for (; at < values.Length; at++)
        {
            var gradient = along[at] * scale + values[at] * _regularisation;
            values[at] -= gradient * _rate / MathF.Sqrt(squares[at]);
            squares[at] += gradient * gradient;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _values.Dispose();
        _squares.Dispose();
    }
}
