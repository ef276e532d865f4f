using System.Text;
using SmartKart.Scoring.Native.OnnxRuntime;

namespace SmartKart.Scoring.Onnx;

/// <summary>
/// Tensors of a model, in memory that stays: fill <see cref="Input{T}"/>, <see cref="Score"/>, read <see cref="Output{T}"/>. Scoring as many rows as before
/// allocates nothing beyond what ONNX Runtime does itself. For one thread at a time; dispose it before the model or after.
/// </summary>
public sealed class OnnxRun : IDisposable
{
    private readonly OnnxModel _model;
    private readonly TensorHandle[] _inputs, _outputs;
    private readonly byte[][] _inputNames, _outputNames;
    private int _shapedRows;

    internal OnnxRun(OnnxModel model, int rowsMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsMax, 1);
        foreach (var tensor in model.Inputs.Concat(model.Outputs))
        {
            if (tensor.Dimensions[0] >= 0 && tensor.Dimensions[0] != rowsMax)
                throw new OnnxInputException($"{model.Name} takes {tensor.Dimensions[0]} rows a run, in {tensor}; {rowsMax} were asked for.");
        }
        (_model, RowsMax) = (model, rowsMax);
        _inputs = [.. model.Inputs.Select(tensor => model.Session.Allocate(tensor, rowsMax))];
        _outputs = [.. model.Outputs.Select(tensor => model.Session.Allocate(tensor, rowsMax))];
        _inputNames = [.. model.Inputs.Select(tensor => Pinned(tensor.Name))];
        _outputNames = [.. model.Outputs.Select(tensor => Pinned(tensor.Name))];
    }

    /// <summary>Rows at most of a run.</summary>
    public int RowsMax { get; }

    /// <summary>An input's memory, rows × width, row-major, for the most rows; it keeps what was written.</summary>
    /// <exception cref="OnnxInputException">There is no such input, or it holds another type.</exception>
    public Span<T> Input<T>(string name) where T : unmanaged => Memory<T>(_model.Inputs, _inputs, name, "input");

    /// <summary>An output's memory, rows × width, row-major; the rows that were scored last are of use.</summary>
    /// <exception cref="OnnxInputException">There is no such output, or it holds another type.</exception>
    public ReadOnlySpan<T> Output<T>(string name) where T : unmanaged => Memory<T>(_model.Outputs, _outputs, name, "output");

    /// <summary>Copies rows into an input.</summary>
    /// <param name="name">The input's.</param>
    /// <param name="values">rows × width, row-major.</param>
    /// <returns>How many rows they are.</returns>
    /// <exception cref="OnnxInputException">They are no whole rows, or too many, or there is no such input of that type.</exception>
    public int Fill<T>(string name, ReadOnlySpan<T> values) where T : unmanaged
    {
        var memory = Input<T>(name);
        var width = memory.Length / RowsMax;
        if (values.Length == 0 || values.Length % width != 0 || values.Length > memory.Length)
        {
            throw new OnnxInputException(
                $"The input '{name}' of {_model.Name} takes rows of {width} values, 1 to {RowsMax} of them; {values.Length} values were given. " +
                "Give whole rows, row-major, or create a run for more.");
        }
        values.CopyTo(memory);
        return values.Length / width;
    }

    /// <summary>Scores the first rows.</summary>
    /// <param name="rows">1 to <see cref="RowsMax"/>.</param>
    /// <exception cref="OnnxInputException">They are too many or none, or the model refuses a value among them.</exception>
    public void Score(int rows)
    {
        if (rows < 1 || rows > RowsMax)
            throw new OnnxInputException($"{rows} rows were to be scored by {_model.Name}, in a run of 1 to {RowsMax}. Create a run for more.");
        if (rows != _shapedRows) Shape(rows);
        if (_model.Session.Run(_inputNames, _inputs, _outputNames, _outputs) is { } fault)
            throw new OnnxInputException($"{_model.Name} can't score these {rows} rows: {fault}");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in _inputs) tensor.Dispose();
        foreach (var tensor in _outputs) tensor.Dispose();
    }

    private void Shape(int rows)
    {
        _shapedRows = 0;
        for (var i = 0; i < _inputs.Length; i++) Demand(_model.Session.Shape(_inputs[i], _model.Inputs[i], rows));
        for (var i = 0; i < _outputs.Length; i++) Demand(_model.Session.Shape(_outputs[i], _model.Outputs[i], rows));
        _shapedRows = rows;
    }

    private void Demand(string? fault)
    {
        if (fault is not null) throw new OnnxInputException($"{_model.Name} has no tensors for that many rows: {fault}");
    }

    private Span<T> Memory<T>(IReadOnlyList<OnnxTensor> tensors, TensorHandle[] memories, string name, string kind) where T : unmanaged
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            if (tensors[i].Name != name) continue;
            return tensors[i].Holds<T>()
                ? memories[i].Values<T>()
                : throw new OnnxInputException($"The {kind} {tensors[i]} of {_model.Name} was taken for one of {typeof(T).Name}.");
        }
        throw new OnnxInputException($"{_model.Name} has no {kind} '{name}'. It has {string.Join(", ", tensors)}.");
    }

    private static byte[] Pinned(string name)
    {
        var bytes = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(name) + 1, pinned: true);      // a zero at the end
        Encoding.UTF8.GetBytes(name, bytes);
        return bytes;
    }
}
