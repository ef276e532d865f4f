using System.Numerics.Tensors;

namespace SmartKart.Training.Algebra;

/// <summary>A sparse float32 matrix, rows × columns, by rows (CSR). Immutable.</summary>
internal sealed class SparseMatrix
{
    private readonly int[] _starts, _columns;
    private readonly float[] _values;

    /// <param name="columns">How many columns there are.</param>
    /// <param name="starts">rows + 1 offsets into the other two.</param>
    /// <param name="columnOf">Each value's column, ascending within a row.</param>
    /// <param name="values">The values.</param>
    public SparseMatrix(int columns, int[] starts, int[] columnOf, float[] values) => (Columns, _starts, _columns, _values) = (columns, starts, columnOf, values);

    /// <summary>How many rows.</summary>
    public int Rows => _starts.Length - 1;

    /// <summary>How many columns.</summary>
    public int Columns { get; }

    /// <summary>How many values there are.</summary>
    public int Count => _values.Length;

    /// <summary>A row's columns, ascending.</summary>
    /// <param name="row">Which.</param>
    /// <param name="values">The value in each.</param>
    public ReadOnlySpan<int> Row(int row, out ReadOnlySpan<float> values)
    {
        var (from, count) = (_starts[row], _starts[row + 1] - _starts[row]);
        values = _values.AsSpan(from, count);
        return _columns.AsSpan(from, count);
    }

    /// <summary>The same places with other values.</summary>
    /// <param name="weigh">Makes a value of its row, its column and what was there.</param>
    public SparseMatrix Select(Func<int, int, float, float> weigh)
    {
        var values = new float[Count];
        for (var row = 0; row < Rows; row++)
        {
            for (var at = _starts[row]; at < _starts[row + 1]; at++) values[at] = weigh(row, _columns[at], _values[at]);
        }
        return new SparseMatrix(Columns, _starts, _columns, values);
    }

    /// <summary>Rows of the length 1, so that their products are cosines; those of zeros stay.</summary>
    public SparseMatrix UnitRows()
    {
        var values = (float[])_values.Clone();
        for (var row = 0; row < Rows; row++)
        {
            var own = values.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);
            if (TensorPrimitives.Norm<float>(own) is > 0 and var length) TensorPrimitives.Divide(own, length, own);
        }
        return new SparseMatrix(Columns, _starts, _columns, values);
    }

    /// <summary>Columns × rows.</summary>
    public SparseMatrix Transpose()
    {
        var starts = new int[Columns + 1];
        foreach (var column in _columns) starts[column + 1]++;
        for (var column = 0; column < Columns; column++) starts[column + 1] += starts[column];
        var (rowOf, values, next) = (new int[Count], new float[Count], starts.AsSpan(0, Columns).ToArray());
        for (var row = 0; row < Rows; row++)
        {
            for (var at = _starts[row]; at < _starts[row + 1]; at++)
            {
                var into = next[_columns[at]]++;        // rows ascend within each
                (rowOf[into], values[into]) = (row, _values[at]);
            }
        }
        return new SparseMatrix(Rows, starts, rowOf, values);
    }
}
