namespace SmartKart.Scoring.Native.XgBoost;

/// <summary>
/// Rows to train on or to evaluate with, copied into XGBoost's own layout, and what is known of them. Not thread-safe while it is filled;
/// afterwards any number of boosters may read it.
/// </summary>
public sealed unsafe class XgBoostMatrix : IDisposable
{
    private XgBoostMatrix(MatrixHandle handle, int rows, int columns) => (Handle, Rows, Columns) = (handle, rows, columns);

    /// <summary>How many rows it has.</summary>
    public int Rows { get; }

    /// <summary>How many features a row has.</summary>
    public int Columns { get; }

    internal MatrixHandle Handle { get; }

    /// <summary>Copies rows.</summary>
    /// <param name="rows">The features, rows × columns, row-major; not a number where one is missing. Infinity is refused.</param>
    /// <param name="columns">Features of a row, at least 1.</param>
    /// <param name="threads">Threads that copy; 0 for as many as there are cores.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the columns.</exception>
    /// <exception cref="XgBoostLibraryException">The library is missing.</exception>
    /// <exception cref="XgBoostException">A value is infinite, or memory is short.</exception>
    public static XgBoostMatrix FromRows(ReadOnlySpan<float> rows, int columns, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (rows.Length % columns != 0)
            throw new ArgumentException($"{rows.Length:N0} values are no whole number of rows of {columns:N0} columns. Give rows × columns values.", nameof(rows));
        XgBoostLibrary.Load();
        var count = rows.Length / columns;
        fixed (float* values = rows)
        {
            var status = XgBoostApi.CreateMatrix(values, (ulong)count, (ulong)columns, float.NaN, out var handle, threads);
            XgBoostLibrary.Check(status, $"take a matrix of {count:N0} rows and {columns:N0} columns");
            return new XgBoostMatrix(handle, count, columns);
        }
    }

    /// <summary>Sets what is to be learned, a number for each row: a value, a class (0 or 1), or a grade of relevance (a small whole number).</summary>
    /// <exception cref="ArgumentException">There are more or fewer than rows.</exception>
    /// <exception cref="XgBoostException">A label is not a finite number.</exception>
    public void SetLabels(ReadOnlySpan<float> labels) => SetFloats("label", "labels", labels);

    /// <summary>Sets how much each row counts, or for ranking each group. At least 0.</summary>
    /// <exception cref="XgBoostException">A weight is negative or not a number.</exception>
    public void SetWeights(ReadOnlySpan<float> weights)
    {
        fixed (float* values = weights)
        {
            XgBoostLibrary.Check(XgBoostApi.SetFloats(Handle, "weight", values, (ulong)weights.Length), "set the weights");
        }
    }

    /// <summary>Sets the margin that each row starts from, in place of the model's base score.</summary>
    /// <exception cref="ArgumentException">There are more or fewer than rows.</exception>
    public void SetBaseMargins(ReadOnlySpan<float> margins) => SetFloats("base_margin", "base margins", margins);

    /// <summary>Sets the sizes of the groups that are ranked, in the order of the rows: the first group is the first rows.</summary>
    /// <exception cref="ArgumentException">A size is negative, or they do not add up to the rows.</exception>
    public void SetGroupSizes(ReadOnlySpan<int> sizes)
    {
        var sum = 0L;
        var converted = new uint[sizes.Length];
        for (var i = 0; i < sizes.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(sizes[i], nameof(sizes));
            converted[i] = (uint)sizes[i];
            sum += sizes[i];
        }
        if (sum != Rows) throw new ArgumentException($"The groups hold {sum:N0} rows together, and the matrix has {Rows:N0}.", nameof(sizes));
        fixed (uint* values = converted)
        {
            XgBoostLibrary.Check(XgBoostApi.SetIntegers(Handle, "group", values, (ulong)converted.Length), "set the groups");
        }
    }

    /// <summary>Says how each column is split.</summary>
    /// <exception cref="ArgumentException">There are more or fewer than columns.</exception>
    public void SetFeatureTypes(IReadOnlyList<XgBoostFeatureType> types)
    {
        if (types.Count != Columns)
            throw new ArgumentException($"There are {types.Count:N0} feature types for {Columns:N0} columns. Give one for each column.", nameof(types));
        string[] values = [.. types.Select(type => type == XgBoostFeatureType.Categorical ? "c" : "q")];
        XgBoostLibrary.Check(XgBoostApi.SetFeatures(Handle, "feature_type", values, (ulong)values.Length), "set the feature types");
    }

    /// <inheritdoc />
    public void Dispose() => Handle.Dispose();

    private void SetFloats(string field, string what, ReadOnlySpan<float> numbers)
    {
        if (numbers.Length != Rows) throw new ArgumentException($"There are {numbers.Length:N0} {what} for {Rows:N0} rows. Give one for each row.", nameof(numbers));
        fixed (float* values = numbers)
        {
            XgBoostLibrary.Check(XgBoostApi.SetFloats(Handle, field, values, (ulong)numbers.Length), $"set the {what}");
        }
    }
}
