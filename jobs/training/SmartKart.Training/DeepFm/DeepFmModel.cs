using SmartKart.Training.Algebra;
using SmartKart.Training.DeepFm.Steps;

namespace SmartKart.Training.DeepFm;

/// <summary>
/// A DeepFM over categorical fields (Guo et al., "DeepFM: a factorization-machine based neural network for CTR prediction", IJCAI 2017), float32. Each id has
/// a weight and an embedding; the score is the sum of the weights, the inner products of all pairs of embeddings, and what layers with ReLU make of all
/// embeddings side by side; its sigmoid is the probability of a 1. <see cref="Predict"/> may run on several threads at once.
/// </summary>
public sealed class DeepFmModel : IDisposable
{
    private const float EmbeddingSpread = 0.01f;        // small, as the paper's authors begin: pairs start near 0, and layers see no saturation

    internal DeepFmModel(IReadOnlyList<int> fieldSizes, int embeddingDimension, IReadOnlyList<int> layers)
    {
        Sizes = [.. fieldSizes];
        Offsets = new int[Sizes.Length];
        for (var field = 1; field < Sizes.Length; field++) Offsets[field] = checked(Offsets[field - 1] + Sizes[field - 1]);
        var ids = checked(Offsets[^1] + Sizes[^1]);
        EmbeddingDimension = embeddingDimension;
        Layers = [.. layers];
        Plan = new LayerPlan(checked(Sizes.Length * embeddingDimension), layers);
        Table = new DenseMatrix(ids, embeddingDimension);
        FirstOrder = new DenseMatrix(ids, 1);
        Parameters = new DenseMatrix(1, Plan.Parameters);
    }

    /// <summary>How many ids each field has.</summary>
    public IReadOnlyList<int> FieldSizes => Sizes;

    /// <summary>Values of an id's embedding.</summary>
    public int EmbeddingDimension { get; }

    /// <summary>Widths of the hidden layers.</summary>
    public IReadOnlyList<int> Layers { get; }

    /// <summary>Multiplications and additions that one example takes in a step of training, in the layers.</summary>
    public long FlopsPerExample => Plan.FlopsPerExample;

    internal int[] Sizes { get; }

    /// <summary>A field's first row in the table.</summary>
    internal int[] Offsets { get; }

    internal LayerPlan Plan { get; }

    /// <summary>Embeddings, ids × width; fields one after the other.</summary>
    internal DenseMatrix Table { get; }

    /// <summary>Weights of ids, ids × 1.</summary>
    internal DenseMatrix FirstOrder { get; }

    /// <summary>Of the layers, as the plan has them.</summary>
    internal DenseMatrix Parameters { get; }

    /// <summary>Probabilities of a 1.</summary>
    /// <param name="ids">rows × fields, row-major, each within its field.</param>
    /// <param name="probabilities">One for each row.</param>
    /// <exception cref="DeepFmDataException">Shapes don't fit, or an id is outside its field.</exception>
    public void Predict(ReadOnlySpan<int> ids, Span<float> probabilities)
    {
        if (ids.Length != (long)probabilities.Length * Sizes.Length)
        {
            throw new DeepFmDataException(
                $"{probabilities.Length} probabilities take {probabilities.Length} × {Sizes.Length} ids, row-major; {ids.Length} were given.");
        }
        using var block = new Block(Plan, Sizes.Length, EmbeddingDimension, withGradients: false);
        var forward = new ForwardPass(this);
        for (var at = 0; at < probabilities.Length; at += Block.RowsMax)
        {
            var count = Math.Min(Block.RowsMax, probabilities.Length - at);
            PredictBlock(forward, block, ids.Slice(at * Sizes.Length, count * Sizes.Length), probabilities.Slice(at, count));
        }
    }

    /// <summary>Probabilities by a crew, each member its share.</summary>
    internal float[] PredictAll(CategoricalData data, Crew crew)
    {
        var probabilities = new float[data.Rows];
        crew.Run(member =>
        {
            var (from, to) = crew.Share(member, data.Rows);
            Predict(data.Ids.AsSpan(from * Sizes.Length, (to - from) * Sizes.Length), probabilities.AsSpan(from, to - from));
        });
        return probabilities;
    }

    /// <summary>
    /// The weights that training begins with: embeddings uniform around 0, weights of ids 0, layers by He et al. ("Delving deep into rectifiers", ICCV 2015),
    /// uniform, the last by Glorot and Bengio (AISTATS 2010), and the score's bias the log odds of a 1, so that no step is spent on learning those.
    /// </summary>
    internal void Initialize(ulong seed, double shareOfOnes)
    {
        var random = new SplitMix64(SplitMix64.Mix(seed));
        foreach (ref var value in Table.Values) value = random.Within(EmbeddingSpread * MathF.Sqrt(3));     // a uniform's bound for that deviation
        FirstOrder.Values.Clear();
        Parameters.Values.Clear();
        for (var layer = 0; layer < Plan.Hidden; layer++)
        {
            var bound = MathF.Sqrt(6f / Plan.Inputs(layer));
            foreach (ref var weight in Parameters.Values[Plan.WeightsAt(layer)..Plan.BiasesAt(layer)]) weight = random.Within(bound);
        }
        var lastBound = MathF.Sqrt(6f / (Plan.OutputInputs + 1));
        foreach (ref var weight in Parameters.Values[Plan.OutputWeightsAt..Plan.OutputBiasAt]) weight = random.Within(lastBound);
        Parameters.Values[Plan.OutputBiasAt] = (float)Math.Log(shareOfOnes / (1 - shareOfOnes));
    }

    internal void CopyTo(DeepFmModel other)
    {
        Table.Values.CopyTo(other.Table.Values);
        FirstOrder.Values.CopyTo(other.FirstOrder.Values);
        Parameters.Values.CopyTo(other.Parameters.Values);
    }

    /// <summary>Bytes of one.</summary>
    internal static long Bytes(LayerPlan plan, long ids, int embeddingDimension) => (ids * (embeddingDimension + 1) + plan.Parameters) * sizeof(float);

    /// <inheritdoc />
    public void Dispose()
    {
        Table.Dispose();
        FirstOrder.Dispose();
        Parameters.Dispose();
    }

    private unsafe void PredictBlock(ForwardPass forward, Block block, ReadOnlySpan<int> ids, Span<float> probabilities)
    {
        for (var at = 0; at < ids.Length; at++)
        {
            var field = at % Sizes.Length;
            if ((uint)ids[at] >= (uint)Sizes[field])
            {
                throw new DeepFmDataException(
                    $"A row has the id {ids[at]} in field {field}, whose ids are 0 to {Sizes[field] - 1}. Map unseen values to an id of their own.");
            }
            block.Ids[at] = Offsets[field] + ids[at];
        }
        forward.Run(block, block.Ids.Start(), probabilities.Length);
        for (var row = 0; row < probabilities.Length; row++) probabilities[row] = 1 / (1 + MathF.Exp(-block.Scores.Values[row]));
    }
}
