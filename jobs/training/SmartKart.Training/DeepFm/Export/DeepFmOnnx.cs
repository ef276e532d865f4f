using System.Runtime.InteropServices;
using SmartKart.Training.Algebra;

namespace SmartKart.Training.DeepFm.Export;

/// <summary>
/// Writes a model as ONNX, operator set 17, for any runtime of it:
/// <code>
///   in   ids          int32    rows × fields   an id of each field, from 0
///   out  probability  float32  rows            of a 1
///   out  score        float32  rows            before the sigmoid
/// </code>
/// An id outside its field is sent beyond the table's end, where the CPU's Gather refuses it: without that it would be read from the next field's rows.
/// </summary>
public static class DeepFmOnnx
{
    /// <summary>The input's name.</summary>
    public const string Ids = "ids";

    /// <summary>The first output's name.</summary>
    public const string Probability = "probability";

    /// <summary>The second output's name.</summary>
    public const string Score = "score";

    private const int ChunkFloats = 1 << 20;

    /// <summary>Writes a model.</summary>
    /// <param name="model">What is written.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="DeepFmExportException">It is larger than the format takes.</exception>
    public static void Write(DeepFmModel model, Stream output)
    {
        var graph = new OnnxGraph("DeepFM");
        var rows = Rows(graph, model);
        var embedded = graph.Node("Gather", "embedded", Weights(graph, "embeddings", model.Table, 0, model.Table.Rows, model.Table.Columns), rows);
        var score = graph.Node("Add", "wide", FirstOrder(graph, model, rows), Pairs(graph, embedded));
        score = graph.Node("Add", Score, score, Layers(graph, model, embedded));
        graph.Node("Sigmoid", Probability, score);
        graph.Output(Probability, OnnxGraph.FloatType, "The probability of a 1.");
        graph.Output(Score, OnnxGraph.FloatType, "Before the sigmoid.");
        if (graph.Bytes >= int.MaxValue) throw new DeepFmExportException(graph.Bytes);
        var version = typeof(DeepFmOnnx).Assembly.GetName().Version?.ToString(3) ?? "";
        graph.Write(output, "SmartKart", version, "DeepFM (Guo et al., IJCAI 2017) over categorical fields.");
    }

    // Ids of fields become rows of the one table.
    private static string Rows(OnnxGraph graph, DeepFmModel model)
    {
        var fields = model.Sizes.Length;
        var ids = graph.Input(Ids, OnnxGraph.Int32Type, $"An id of each field, from 0. Sizes: {string.Join(", ", model.Sizes)}.", fields);
        var beyond = model.Offsets[^1] + model.Sizes[^1];
        var within = graph.Node("And", "within",
            graph.Node("GreaterOrEqual", "from_0", ids, graph.Values<int>("zero", OnnxGraph.Int32Type, [0])),
            graph.Node("Less", "below_size", ids, graph.Values<int>("sizes", OnnxGraph.Int32Type, model.Sizes, fields)));
        var shifted = graph.Node("Add", "shifted", ids, graph.Values<int>("offsets", OnnxGraph.Int32Type, model.Offsets, fields));
        return graph.Node("Where", "rows", within, shifted, graph.Values<int>("beyond", OnnxGraph.Int32Type, [beyond]));
    }

    private static string FirstOrder(OnnxGraph graph, DeepFmModel model, string rows)
    {
        var weights = Weights(graph, "first_order_weights", model.FirstOrder, 0, model.FirstOrder.Rows);
        return graph.Sum("first_order", graph.Node("Gather", "weights", weights, rows), graph.Values<long>("fields_axis", OnnxGraph.Int64Type, [1], 1));
    }

    private static string Pairs(OnnxGraph graph, string embedded)
    {
        var sum = graph.Sum("sum", embedded, "fields_axis");
        var squares = graph.Sum("squares", graph.Node("Mul", "squared", embedded, embedded), "fields_axis");
        var difference = graph.Node("Sub", "difference", graph.Node("Mul", "sum_squared", sum, sum), squares);
        return graph.Node("Mul", "pairs", graph.Sum("twice_pairs", difference, "fields_axis"), graph.Values<float>("half", OnnxGraph.FloatType, [0.5f]));
    }

    private static string Layers(OnnxGraph graph, DeepFmModel model, string embedded)
    {
        var plan = model.Plan;
        var values = graph.Node("Reshape", "layer_0", embedded, graph.Values<long>("side_by_side", OnnxGraph.Int64Type, [-1, plan.Inputs(0)], 2));
        for (var layer = 0; layer < plan.Hidden; layer++)
        {
            var (inputs, outputs) = (plan.Inputs(layer), plan.Outputs(layer));
            var weights = Weights(graph, $"weights_{layer + 1}", model.Parameters, plan.WeightsAt(layer), inputs, outputs);
            var biases = Weights(graph, $"biases_{layer + 1}", model.Parameters, plan.BiasesAt(layer), outputs);
            values = graph.Node("Relu", $"layer_{layer + 1}", graph.Node("Gemm", $"product_{layer + 1}", values, weights, biases));
        }
        var last = Weights(graph, "weights_out", model.Parameters, plan.OutputWeightsAt, plan.OutputInputs, 1);
        var bias = Weights(graph, "bias_out", model.Parameters, plan.OutputBiasAt, 1);
        return graph.Node("Squeeze", "deep", graph.Node("Gemm", "product_out", values, last, bias), "fields_axis");
    }

    // A tensor of a matrix' values from one on. They are written in chunks: as bytes, a whole table may be more than a span holds.
    private static string Weights(OnnxGraph graph, string constant, DenseMatrix matrix, int first, params long[] dimensions)
    {
        var count = (int)dimensions.Aggregate((product, dimension) => product * dimension);
        return graph.Values(constant, OnnxGraph.FloatType, (long)count * sizeof(float), stream =>
        {
            for (var at = 0; at < count; at += ChunkFloats)
                stream.Write(MemoryMarshal.AsBytes(matrix.Values.Slice(first + at, Math.Min(ChunkFloats, count - at))));
        }, dimensions);
    }
}
