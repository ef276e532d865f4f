namespace SmartKart.Training.Native.OpenBlas;

/// <summary>
/// Products, factors and inverses of dense, row-major float32 matrices, by OpenBLAS. Calls compute on as many threads as <see cref="SetThreads"/> said (all
/// cores until then); callers that run in parallel themselves set one.
/// </summary>
public static unsafe class Blas
{
    private const byte LowerOfColumns = (byte)'L';      // the upper triangle of rows

    /// <summary>How many threads each later call may use; for the whole process.</summary>
    /// <exception cref="OpenBlasLibraryException">OpenBLAS is not installed.</exception>
    public static void SetThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        try
        {
            OpenBlasApi.SetThreads(threads);
        }
        catch (DllNotFoundException cause)
        {
            throw new OpenBlasLibraryException(cause);
        }
    }

    /// <summary><c>c = alpha · op(a) · op(b) + beta · c</c>, where op transposes if asked to.</summary>
    /// <param name="transposeA">Whether <paramref name="a"/> is k × m, not m × k.</param>
    /// <param name="transposeB">Whether <paramref name="b"/> is n × k, not k × n.</param>
    /// <param name="m">Rows of c.</param>
    /// <param name="n">Columns of c.</param>
    /// <param name="k">What is summed over.</param>
    /// <param name="alpha">Scales the product.</param>
    /// <param name="a">m × k.</param>
    /// <param name="b">k × n.</param>
    /// <param name="beta">Scales what is in c; 0 overwrites it.</param>
    /// <param name="c">m × n.</param>
    /// <exception cref="ArgumentException">A span is too short for its shape.</exception>
    public static void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, ReadOnlySpan<float> b, float beta, Span<float> c)
    {
        Shape.Holds(a.Length, m, k);
        Shape.Holds(b.Length, k, n);
        Shape.Holds(c.Length, m, n);
        fixed (float* left = a, right = b, into = c)
        {
            OpenBlasApi.Sgemm(
                OpenBlasApi.RowMajor, transposeA ? OpenBlasApi.Transpose : OpenBlasApi.NoTranspose, transposeB ? OpenBlasApi.Transpose : OpenBlasApi.NoTranspose,
                m, n, k, alpha, left, transposeA ? m : k, right, transposeB ? k : n, beta, into, n);
        }
    }

    /// <summary>The Gram matrix <c>c = alpha · aᵀ · a + beta · c</c>; only c's upper triangle is read and written.</summary>
    /// <param name="rows">Of a.</param>
    /// <param name="columns">Of a, and c's order.</param>
    /// <param name="alpha">Scales the product.</param>
    /// <param name="a">rows × columns.</param>
    /// <param name="beta">Scales what is in c.</param>
    /// <param name="c">columns × columns.</param>
    public static void Gram(int rows, int columns, float alpha, ReadOnlySpan<float> a, float beta, Span<float> c)
    {
        Shape.Holds(a.Length, rows, columns);
        Shape.Holds(c.Length, columns, columns);
        fixed (float* from = a, into = c)
        {
            OpenBlasApi.Ssyrk(OpenBlasApi.RowMajor, OpenBlasApi.Upper, OpenBlasApi.Transpose, columns, rows, alpha, from, columns, beta, into, columns);
        }
    }

    /// <summary>Cholesky's factor of a symmetric matrix, in place, in its upper triangle.</summary>
    /// <param name="n">The order.</param>
    /// <param name="a">n × n.</param>
    /// <returns>Whether it is positive definite; else the content is of no use.</returns>
    public static bool TryFactor(int n, Span<float> a)
    {
        Shape.Holds(a.Length, n, n);
        fixed (float* matrix = a)
        {
            return TryFactor(n, matrix);
        }
    }

    /// <summary>Solves <c>a · x = b</c> with a's factor, in place.</summary>
    /// <param name="n">The order.</param>
    /// <param name="factor">n × n, of <see cref="TryFactor(int, Span{float})"/>.</param>
    /// <param name="b">n values, which become x.</param>
    public static void Solve(int n, ReadOnlySpan<float> factor, Span<float> b)
    {
        Shape.Holds(factor.Length, n, n);
        Shape.Holds(b.Length, n, 1);
        fixed (float* matrix = factor, right = b)
        {
            var (triangle, order, columns, info) = (LowerOfColumns, n, 1, 0);
            OpenBlasApi.Spotrs(&triangle, &order, &columns, matrix, &order, right, &order, &info);
        }
    }

    /// <summary>Makes the columns of a matrix orthogonal, each of the length 1, with the same span: <c>a · R⁻¹</c>, R being the factor of <c>aᵀ · a</c>.</summary>
    /// <param name="rows">Of a.</param>
    /// <param name="columns">Of a; they must be independent.</param>
    /// <param name="a">rows × columns, in place.</param>
    /// <returns>Whether they are independent, to float32's precision; else a is as it was.</returns>
    public static bool TryOrthogonalise(int rows, int columns, Span<float> a)
    {
        var gram = new float[columns * columns];
        Gram(rows, columns, 1, a, 0, gram);
        if (!TryFactor(columns, gram)) return false;
        fixed (float* factor = gram, matrix = a)
        {
            OpenBlasApi.Strsm(
                OpenBlasApi.RowMajor, OpenBlasApi.Right, OpenBlasApi.Upper, OpenBlasApi.NoTranspose, OpenBlasApi.NonUnit, rows, columns, 1, factor, columns, matrix, columns);
        }
        return true;
    }

    /// <summary>The inverse of a symmetric positive definite matrix, in place; only its upper triangle is read and written.</summary>
    /// <param name="n">The order.</param>
    /// <param name="a">n × n.</param>
    /// <returns>Whether it is positive definite; else the content is of no use.</returns>
    public static bool TryInvert(int n, Span<float> a)
    {
        Shape.Holds(a.Length, n, n);
        fixed (float* matrix = a)
        {
            if (!TryFactor(n, matrix)) return false;
            var (triangle, order, info) = (LowerOfColumns, n, 0);
            OpenBlasApi.Spotri(&triangle, &order, matrix, &order, &info);
            return info == 0;
        }
    }

    private static bool TryFactor(int n, float* a)
    {
        var (triangle, order, info) = (LowerOfColumns, n, 0);
        OpenBlasApi.Spotrf(&triangle, &order, a, &order, &info);
        return info == 0;
    }

    private static class Shape
    {
        public static void Holds(int length, int rows, int columns)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(rows);
            ArgumentOutOfRangeException.ThrowIfNegative(columns);
            if ((long)rows * columns > length) throw new ArgumentException($"A matrix of {rows} × {columns} was expected, and {length} values given.");
        }
    }
}
