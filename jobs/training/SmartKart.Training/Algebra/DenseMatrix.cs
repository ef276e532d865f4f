using System.Runtime.InteropServices;

namespace SmartKart.Training.Algebra;

/// <summary>
/// A dense float32 matrix, rows × columns, row-major, in memory that the collector neither moves nor counts: those of trainers are gigabytes. Not thread safe,
/// but for writers of different rows.
/// </summary>
public sealed unsafe class DenseMatrix : IDisposable
{
    private const int Alignment = 64;       // a line of the cache, and the widest vector

    private float* _values;

    /// <param name="rows">At least 0.</param>
    /// <param name="columns">At least 0; rows × columns at most 2^31 - 1.</param>
    /// <exception cref="OutOfMemoryException">The system doesn't give as much.</exception>
    public DenseMatrix(int rows, int columns)
    {
        var values = (long)rows * columns;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values, int.MaxValue);
        (Rows, Columns) = (rows, columns);
        _values = (float*)NativeMemory.AlignedAlloc(Math.Max(1, (nuint)values) * sizeof(float), Alignment);
        NativeMemory.Clear(_values, (nuint)values * sizeof(float));
    }

    /// <summary>Frees what <see cref="Dispose"/> was forgotten for.</summary>
    ~DenseMatrix() => Free();

    /// <summary>How many rows.</summary>
    public int Rows { get; }

    /// <summary>How many columns.</summary>
    public int Columns { get; }

    /// <summary>All values, row by row.</summary>
    public Span<float> Values => new(Live, Rows * Columns);

    /// <summary>One row.</summary>
    public Span<float> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return new Span<float>(Live + (long)row * Columns, Columns);
    }

    /// <summary>Some rows, one after the other.</summary>
    public Span<float> RowRange(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)first + count, Rows);
        return new Span<float>(Live + (long)first * Columns, count * Columns);
    }

    /// <summary>Bytes that a matrix of this shape occupies.</summary>
    public static long Bytes(long rows, long columns) => rows * columns * sizeof(float);

    /// <inheritdoc />
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private float* Live => _values != null ? _values : throw new ObjectDisposedException(nameof(DenseMatrix));

    private void Free()
    {
        NativeMemory.AlignedFree(_values);
        _values = null;
    }
}
