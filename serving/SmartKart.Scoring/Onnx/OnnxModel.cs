using SmartKart.Scoring.Native.OnnxRuntime;

namespace SmartKart.Scoring.Onnx;

/// <summary>
/// A model in ONNX's format, scored by ONNX Runtime. Its inputs and outputs are tensors whose first dimension is rows; the others are fixed. The library,
/// <c>libonnxruntime.so.1</c>, is looked for at <see cref="OnnxOptions.LibraryPath"/>, else under the folder that <c>SMARTKART_NATIVE</c> names, else under
/// <c>deploy/local/native</c> above the program. Thread safe: each thread scores with an <see cref="OnnxRun"/> of its own.
/// </summary>
public sealed class OnnxModel : IDisposable
{
    private OnnxModel(string name, OnnxSession session)
    {
        (Name, Session) = (name, session);
        Inputs = session.Tensors(name, outputs: false);
        Outputs = session.Tensors(name, outputs: true);
        foreach (var tensor in Inputs.Concat(Outputs)) Check(tensor);
    }

    /// <summary>The model's file, or what it was loaded from.</summary>
    public string Name { get; }

    /// <summary>In the model's order.</summary>
    public IReadOnlyList<OnnxTensor> Inputs { get; }

    /// <summary>In the model's order.</summary>
    public IReadOnlyList<OnnxTensor> Outputs { get; }

    /// <summary>Null where it runs on CUDA, else why it doesn't: worth a line of the log, and no error.</summary>
    public string? WhyNotCuda => Session.WhyNotCuda;

    internal OnnxSession Session { get; }

    /// <summary>Opens a model's file.</summary>
    /// <exception cref="OnnxLibraryException">ONNX Runtime is not installed.</exception>
    /// <exception cref="OnnxModelException">There is no such file, it is damaged, or its tensors are of a kind that isn't scored here.</exception>
    public static OnnxModel Open(string path, OnnxOptions? options = null)
    {
        if (!File.Exists(path)) throw new OnnxModelException(path, "is not there. Train and register it first, or mend the path.");
        return Of(path, [], options ?? new OnnxOptions());
    }

    /// <summary>Loads a model from memory, which may go afterwards.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="content">What a file of it would hold.</param>
    /// <param name="options">How it is run.</param>
    /// <exception cref="OnnxLibraryException">ONNX Runtime is not installed.</exception>
    /// <exception cref="OnnxModelException">It is empty or damaged, or its tensors are of a kind that isn't scored here.</exception>
    public static OnnxModel Load(string name, ReadOnlySpan<byte> content, OnnxOptions? options = null)
    {
        if (content.IsEmpty) throw new OnnxModelException(name, "is empty. Export it anew, or restore it from its registry.");
        return Of(name, content, options ?? new OnnxOptions());
    }

    /// <summary>Memory for scoring, for one thread.</summary>
    /// <param name="rowsMax">Rows at most of a run, at least 1.</param>
    public OnnxRun CreateRun(int rowsMax) => new(this, rowsMax);

    /// <inheritdoc />
    public void Dispose() => Session.Dispose();

    private static OnnxModel Of(string name, ReadOnlySpan<byte> content, OnnxOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        var session = OnnxSession.Load(name, content, options);
        try
        {
            return new OnnxModel(name, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void Check(OnnxTensor tensor)
    {
        if (tensor.Element == OnnxElement.Other)
            throw new OnnxModelException(Name, $"has {tensor}, which holds neither float32, float64, int32 nor int64. Cast it in the model.");
        if (tensor.Dimensions.Count == 0 || tensor.Dimensions.Skip(1).Any(dimension => dimension < 1))
            throw new OnnxModelException(Name, $"has {tensor}. Tensors must have rows first, and other dimensions fixed: export it so.");
    }
}
