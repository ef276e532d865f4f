using System.Globalization;
using System.Runtime.InteropServices;

namespace SmartKart.Scoring.Native.XgBoost;

/// <summary>
/// A model that XGBoost trains, round by round. To score with it, read <see cref="ToModel"/> into a <see cref="Trees.TreeEnsemble"/>: it is
/// several times as fast. Not thread-safe; within a call XGBoost works on its own threads, as many as the parameter <c>nthread</c> says.
/// <code>
///   using var booster = XgBoostBooster.Create(parameters, training, validation);
///   for (var round = 0; round &lt; rounds; round++)
///   {
///       booster.Update(round, training);
///       var loss = booster.Evaluate(round, ("validation", validation))[0].Value;
///   }
/// </code>
/// </summary>
public sealed unsafe class XgBoostBooster : IDisposable
{
    private const int Value = 0;  // the types of a prediction, as XGBoost's configuration of it numbers them
    private const int Margin = 1;
    private const int Contribution = 2;
    private const int PathContribution = 3;

    private readonly BoosterHandle _handle;

    private XgBoostBooster(BoosterHandle handle) => _handle = handle;

    /// <summary>How many rounds it was trained for.</summary>
    public int Rounds
    {
        get
        {
            XgBoostLibrary.Check(XgBoostApi.Rounds(_handle, out var rounds), "count the rounds");
            return rounds;
        }
    }

    /// <summary>Begins a model.</summary>
    /// <param name="parameters">
    /// XGBoost's own (its page "XGBoost Parameters"), a name more than once where it takes several values, as <c>eval_metric</c> does. A value
    /// that is not allowed is found by the first <see cref="Update"/>.
    /// </param>
    /// <param name="matrices">The matrices it will train on and be evaluated with: their margins are then kept from round to round.</param>
    /// <exception cref="XgBoostLibraryException">The library is missing.</exception>
    public static XgBoostBooster Create(IEnumerable<KeyValuePair<string, string>> parameters, params ReadOnlySpan<XgBoostMatrix> matrices)
    {
        var booster = Begin(matrices);
        try
        {
            foreach (var (name, value) in parameters) booster.SetParameter(name, value);
            return booster;
        }
        catch
        {
            booster.Dispose();
            throw;
        }
    }

    /// <summary>Reads a model, to predict with it or to train it further.</summary>
    /// <param name="model">JSON or UBJSON.</param>
    /// <exception cref="XgBoostLibraryException">The library is missing.</exception>
    /// <exception cref="XgBoostException">It is no model.</exception>
    public static XgBoostBooster FromModel(ReadOnlySpan<byte> model)
    {
        var booster = Begin([]);
        try
        {
            fixed (byte* bytes = model)
            {
                XgBoostLibrary.Check(XgBoostApi.Load(booster._handle, bytes, (ulong)model.Length), $"read a model of {model.Length:N0} bytes");
            }
            return booster;
        }
        catch
        {
            booster.Dispose();
            throw;
        }
    }

    /// <summary>Sets a parameter, from the next round on.</summary>
    public void SetParameter(string name, string value) =>
        XgBoostLibrary.Check(XgBoostApi.SetParameter(_handle, name, value), $"set the parameter {name} to '{value}'");

    /// <summary>Names the features, for whoever reads the model: <see cref="Trees.TreeEnsemble.FeatureNames"/>. XGBoost itself goes by their order.</summary>
    /// <exception cref="XgBoostException">There are more or fewer than features, where the model knows how many it has.</exception>
    public void SetFeatureNames(IReadOnlyList<string> names)
    {
        string[] values = [.. names];
        XgBoostLibrary.Check(XgBoostApi.SetFeatures(_handle, "feature_name", values, (ulong)values.Length), $"name {values.Length:N0} features");
    }

    /// <summary>Trains one round: one tree, or as many as <c>num_parallel_tree</c> says.</summary>
    /// <param name="round">Its number, from 0: a part of the seed.</param>
    /// <param name="training">What it learns from, with labels.</param>
    /// <exception cref="XgBoostException">A parameter is not allowed, labels do not fit the objective, or there are none.</exception>
    public void Update(int round, XgBoostMatrix training) =>
        XgBoostLibrary.Check(XgBoostApi.Update(_handle, round, training.Handle), $"train round {round}");

    /// <summary>Computes the metrics of the parameters' <c>eval_metric</c>, else the objective's own.</summary>
    /// <param name="round">The round that was trained last.</param>
    /// <param name="watches">Matrices with labels, each under the name that its metrics bear.</param>
    /// <returns>All metrics of the first watch, then of the next.</returns>
    /// <exception cref="XgBoostException">A metric is unknown, or does not fit the labels.</exception>
    public IReadOnlyList<XgBoostEvaluation> Evaluate(int round, params ReadOnlySpan<(string Name, XgBoostMatrix Matrix)> watches)
    {
        var names = new string[watches.Length];
        var matrices = new XgBoostMatrix[watches.Length];
        for (var i = 0; i < watches.Length; i++) (names[i], matrices[i]) = watches[i];
        using var borrowed = new BorrowedMatrices(matrices);
        fixed (nint* handles = borrowed.Handles)
        {
            var status = XgBoostApi.Evaluate(_handle, round, handles, names, (ulong)names.Length, out var result);
            XgBoostLibrary.Check(status, $"evaluate round {round} on {string.Join(", ", names)}");
            return XgBoostEvaluation.Parse(Marshal.PtrToStringUTF8((nint)result) ?? "", names);
        }
    }

    /// <summary>Predicts a matrix' rows.</summary>
    /// <param name="matrix">The rows.</param>
    /// <param name="asMargin">Whether to leave the objective's link out: log odds in place of probabilities.</param>
    /// <returns>A prediction for each row; for several classes, rows × classes, row-major.</returns>
    public float[] Predict(XgBoostMatrix matrix, bool asMargin = false) => Predict(matrix, asMargin ? Margin : Value);

    /// <summary>Explains a matrix' predictions by their SHAP values (Lundberg and Lee 2017), in margins.</summary>
    /// <param name="matrix">The rows.</param>
    /// <param name="isAlongPaths">Whether to attribute along the ways of the rows instead, as <see cref="Trees.TreeEnsemble.Explain"/> does: cheaper, less fair.</param>
    /// <returns>rows × (columns + 1), row-major: each feature's part, then the part that all rows share. A row's parts add up to its margin.</returns>
    public float[] Explain(XgBoostMatrix matrix, bool isAlongPaths = false) => Predict(matrix, isAlongPaths ? PathContribution : Contribution);

    /// <summary>Predicts rows where they lie.</summary>
    /// <param name="rows">rows × columns, row-major; not a number where one is missing.</param>
    /// <param name="columns">Features of a row.</param>
    /// <param name="predictions">Is filled with a prediction for each row.</param>
    /// <param name="asMargin">Whether to leave the objective's link out.</param>
    /// <exception cref="ArgumentException">There are not as many predictions as the model gives.</exception>
    /// <exception cref="XgBoostException">The model has another number of features.</exception>
    public void Predict(ReadOnlySpan<float> rows, int columns, Span<float> predictions, bool asMargin = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        fixed (float* values = rows)
        {
            // Numpy's array interface, which is how XGBoost is told of foreign memory.
            var array = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"data":[{{(nint)values}},true],"shape":[{{rows.Length / columns}},{{columns}}],"typestr":"<f4","version":3}""");
            var status = XgBoostApi.PredictDense(
                _handle, array, Configuration(asMargin ? Margin : Value), 0, out var shape, out var dimensions, out var result);
            XgBoostLibrary.Check(status, $"predict {rows.Length / columns:N0} rows of {columns:N0} columns");
            Results(shape, dimensions, result).CopyTo(predictions, nameof(predictions));
        }
    }

    /// <summary>Keeps the first rounds only: those before the model began to fit noise.</summary>
    /// <param name="rounds">How many, from 1 to <see cref="Rounds"/>.</param>
    public XgBoostBooster FirstRounds(int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rounds, Rounds);
        XgBoostLibrary.Check(XgBoostApi.Slice(_handle, 0, rounds, 1, out var slice), $"keep the first {rounds} rounds");
        return new XgBoostBooster(slice);
    }

    /// <summary>Writes the model.</summary>
    public byte[] ToModel(XgBoostModelFormat format = XgBoostModelFormat.Ubj)
    {
        var configuration = format == XgBoostModelFormat.Json ? """{"format":"json"}""" : """{"format":"ubj"}""";
        XgBoostLibrary.Check(XgBoostApi.Save(_handle, configuration, out var bytes, out var model), "write the model");
        return new ReadOnlySpan<byte>(model, checked((int)bytes)).ToArray();
    }

    /// <inheritdoc />
    public void Dispose() => _handle.Dispose();

    private static XgBoostBooster Begin(ReadOnlySpan<XgBoostMatrix> matrices)
    {
        XgBoostLibrary.Load();
        using var borrowed = new BorrowedMatrices(matrices);
        fixed (nint* handles = borrowed.Handles)
        {
            XgBoostLibrary.Check(XgBoostApi.CreateBooster(handles, (ulong)matrices.Length, out var booster), "begin a model");
            return new XgBoostBooster(booster);
        }
    }

    private float[] Predict(XgBoostMatrix matrix, int type)
    {
        var status = XgBoostApi.PredictMatrix(_handle, matrix.Handle, Configuration(type), out var shape, out var dimensions, out var result);
        XgBoostLibrary.Check(status, $"predict {matrix.Rows:N0} rows of {matrix.Columns:N0} columns");
        return Results(shape, dimensions, result).ToArray();
    }

    // Without cache_id, prediction in place fails in 1.7.
    private static string Configuration(int type) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"type":{{type}},"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false,"missing":NaN,"cache_id":0}""");

    private static NativeResults Results(ulong* shape, ulong dimensions, float* result)
    {
        var count = 1UL;
        for (var i = 0UL; i < dimensions; i++) count *= shape[i];
        return new NativeResults(result, checked((int)count));
    }

    // The library's own memory, until its next call.
    private readonly ref struct NativeResults(float* first, int count)
    {
        private readonly ReadOnlySpan<float> _values = new(first, count);

        public float[] ToArray() => _values.ToArray();

        public void CopyTo(Span<float> target, string parameter)
        {
            if (target.Length != _values.Length)
                throw new ArgumentException($"The model gives {_values.Length:N0} predictions, and there is room for {target.Length:N0}.", parameter);
            _values.CopyTo(target);
        }
    }
}
