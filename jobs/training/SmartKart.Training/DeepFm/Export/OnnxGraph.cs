using System.Runtime.InteropServices;

namespace SmartKart.Training.DeepFm.Export;

/// <summary>
/// An ONNX model as it is put together: nodes in the order in which they run, constants, and named inputs and outputs whose first dimension is left open.
/// Field numbers are those of onnx.proto (ONNX's IR, version 8); operators are of set 17.
/// </summary>
internal sealed class OnnxGraph(string name)
{
    public const int FloatType = 1, Int32Type = 6, Int64Type = 7;       // TensorProto.DataType

    private const int IrVersion = 8, OperatorSet = 17;
    private const int IntAttribute = 2;                                 // AttributeProto.AttributeType.INT
    private const string OpenDimension = "rows";

    private readonly ProtobufWriter _nodes = new(), _ends = new();
    private readonly List<Constant> _constants = [];

    /// <summary>Adds a node of one output.</summary>
    /// <returns>The output's name.</returns>
    public string Node(string operation, string output, params ReadOnlySpan<string> inputs) => Node(operation, output, null, inputs);

    /// <summary>Adds a node that sums over axes and drops them.</summary>
    public string Sum(string output, string input, string axes) => Node("ReduceSum", output, ("keepdims", 0), input, axes);

    /// <summary>Adds a constant.</summary>
    /// <returns>Its name.</returns>
    public string Values<T>(string constant, int type, ReadOnlySpan<T> values, params long[] dimensions) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values).ToArray();
        return Values(constant, type, bytes.Length, stream => stream.Write(bytes), dimensions);
    }

    /// <summary>Adds a constant whose bytes, little-endian, are written when the model is.</summary>
    public string Values(string constant, int type, long bytes, Action<Stream> write, params long[] dimensions)
    {
        var head = new ProtobufWriter();
        foreach (var dimension in dimensions) head.Integer(1, dimension);
        head.Integer(2, type).Text(8, constant).Head(9, bytes);
        _constants.Add(new Constant(head, bytes, write));
        return constant;
    }

    /// <summary>Declares an input of rows × dimensions.</summary>
    public string Input(string input, int type, string doc, params ReadOnlySpan<long> dimensions)
    {
        _ends.Message(11, End(input, type, doc, dimensions));
        return input;
    }

    /// <summary>Declares an output of rows × dimensions.</summary>
    public void Output(string output, int type, string doc, params ReadOnlySpan<long> dimensions) => _ends.Message(12, End(output, type, doc, dimensions));

    /// <summary>Bytes of the graph.</summary>
    public long Bytes
    {
        get
        {
            var names = new ProtobufWriter().Text(2, name);
            var constants = _constants.Sum(constant => constant.Head.Length + constant.FieldBytes);
            return names.Written.Length + _nodes.Written.Length + _ends.Written.Length + constants;
        }
    }

    /// <summary>Writes the model.</summary>
    public void Write(Stream output, string producer, string producerVersion, string doc)
    {
        var model = new ProtobufWriter().Integer(1, IrVersion).Text(2, producer).Text(3, producerVersion).Text(6, doc);
        model.Message(8, new ProtobufWriter().Text(1, "").Integer(2, OperatorSet)).Head(7, Bytes);
        output.Write(model.Written);
        output.Write(_nodes.Written);
        output.Write(new ProtobufWriter().Text(2, name).Written);
        foreach (var constant in _constants)
        {
            output.Write(constant.Head);
            output.Write(constant.Tensor.Written);
            constant.Write(output);
        }
        output.Write(_ends.Written);
    }

    private string Node(string operation, string output, (string Name, long Value)? attribute, params ReadOnlySpan<string> inputs)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs) node.Text(1, input);
        node.Text(2, output).Text(3, output).Text(4, operation);
        if (attribute is (var key, var value)) node.Message(5, new ProtobufWriter().Text(1, key).Integer(3, value).Integer(20, IntAttribute));
        _nodes.Message(1, node);
        return output;
    }

    private static ProtobufWriter End(string end, int type, string doc, ReadOnlySpan<long> dimensions)
    {
        var shape = new ProtobufWriter().Message(1, new ProtobufWriter().Text(2, OpenDimension));
        foreach (var dimension in dimensions) shape.Message(1, new ProtobufWriter().Integer(1, dimension));
        var tensor = new ProtobufWriter().Integer(1, type).Message(2, shape);
        return new ProtobufWriter().Text(1, end).Message(2, new ProtobufWriter().Message(1, tensor)).Text(3, doc);
    }

    // A tensor of the graph: its own fields up to the head of its bytes, and the bytes, which may be too many to hold twice.
    private sealed record Constant(ProtobufWriter Tensor, long Bytes, Action<Stream> Write)
    {
        public byte[] Head { get; } = new ProtobufWriter().Head(5, Tensor.Written.Length + Bytes).Written.ToArray();

        public long FieldBytes => Tensor.Written.Length + Bytes;
    }
}
