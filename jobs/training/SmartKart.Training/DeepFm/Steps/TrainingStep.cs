using SmartKart.Training.Algebra;
using SmartKart.Training.DeepFm.Kernels;

namespace SmartKart.Training.DeepFm.Steps;

/// <summary>
/// One step on one batch, in two phases with nothing but a barrier between them. First the examples are shared out: each thread takes its own through the
/// network and back, block by block, in products of one thread each. Then the parameters are: each thread takes Adam's step for its slice of the layers
/// and for its fields' ids. Within a phase no thread waits for another, which products shared between threads would have it do six times a block.
/// </summary>
internal sealed unsafe class TrainingStep : IDisposable
{
    private readonly DeepFmModel _model;
    private readonly DeepFmOptions _options;
    private readonly Crew _crew;
    private readonly DropoutMask _dropout;
    private readonly ForwardPass _forward;
    private readonly BackwardPass _backward;
    private readonly Block[] _blocks;                   // one for each thread
    private readonly RowUpdates[] _rowUpdates;          // one for each thread
    private readonly RowMoments _moments;
    private readonly DenseMatrix _means, _squares;      // Adam's, of the layers
    private readonly DenseMatrix _parts;                // threads × the layers' gradients
    private readonly DenseMatrix _embeddedGradients;    // of the batch, examples × (fields × width)
    private readonly DenseMatrix _slopes;
    private readonly int[] _ids;                        // of the batch, examples × fields, as rows of the table
    private readonly double[] _losses;                  // one for each thread
    private readonly Action<int> _examplesPhase, _parametersPhase;
    private CategoricalData? _data;
    private int[] _order = [];
    private int _first, _count;
    private long _number;
    private AdamStep _adam;

    public TrainingStep(DeepFmModel model, DeepFmOptions options, Crew crew)
    {
        (_model, _options, _crew) = (model, options, crew);
        _dropout = new DropoutMask(options.Seed, options.Dropout);
        (_forward, _backward) = (new ForwardPass(model), new BackwardPass(model));
        var (fields, width) = (model.FieldSizes.Count, model.EmbeddingDimension);
        _moments = new RowMoments(model.Table.Rows, width);
        _blocks = [.. Enumerable.Range(0, crew.Size).Select(_ => new Block(model.Plan, fields, width, withGradients: true))];
        _rowUpdates = [.. FieldShares(model.FieldSizes, options.BatchSize, crew.Size).Select(share => new RowUpdates(model, _moments, share, options))];
        _means = new DenseMatrix(1, model.Plan.Parameters);
        _squares = new DenseMatrix(1, model.Plan.Parameters);
        _parts = new DenseMatrix(crew.Size, model.Plan.Parameters);
        _embeddedGradients = new DenseMatrix(options.BatchSize, fields * width);
        _slopes = new DenseMatrix(options.BatchSize, 1);
        _ids = Buffers.Integers(options.BatchSize * fields);
        _losses = new double[crew.Size];
        (_examplesPhase, _parametersPhase) = (TakeExamples, TakeParameters);
    }

    /// <summary>Takes one step. Nothing is allocated.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="order">Rows of these.</param>
    /// <param name="first">The batch's first, in the order.</param>
    /// <param name="count">Its size, up to the options'.</param>
    /// <returns>The sum of the examples' log losses before the step.</returns>
    public double Run(CategoricalData data, int[] order, int first, int count)
    {
        (_data, _order, _first, _count) = (data, order, first, count);
        _adam = new AdamStep(_options, ++_number);
        _crew.Run(_examplesPhase);
        _crew.Run(_parametersPhase);
        var loss = 0.0;
        foreach (var part in _losses) loss += part;
        return loss;
    }

    /// <summary>For tests of the gradients: the first phase alone.</summary>
    /// <returns>Gradients of the layers, summed over the threads, and of each example's embeddings and score.</returns>
    internal (float[] Layers, float[] Embedded, float[] Slopes) Gradients(CategoricalData data, int[] order, int first, int count)
    {
        (_data, _order, _first, _count) = (data, order, first, count);
        _crew.Run(_examplesPhase);
        var layers = new float[_model.Plan.Parameters];
        for (var part = 0; part < _crew.Size; part++)
        {
            for (var at = 0; at < layers.Length; at++) layers[at] += _parts.Row(part)[at];
        }
        return (layers, _embeddedGradients.RowRange(0, count).ToArray(), _slopes.RowRange(0, count).ToArray());
    }

    /// <summary>Bytes of one.</summary>
    public static long Bytes(LayerPlan plan, IReadOnlyList<int> fieldSizes, DeepFmOptions options)
    {
        long fields = fieldSizes.Count;
        return RowMoments.Bytes(fieldSizes.Sum(size => (long)size), options.EmbeddingDimension)
            + options.Threads * (Block.Bytes(plan, fieldSizes.Count, options.EmbeddingDimension, withGradients: true) + RowUpdates.Bytes(options))
            + (2L + options.Threads) * plan.Parameters * sizeof(float)
            + options.BatchSize * (fields * options.EmbeddingDimension + fields + 1) * sizeof(float);
    }

    /// <summary>
    /// Which fields each thread updates: the costliest first, each to the thread that has least so far (Graham's LPT rule, 1969). A field costs a look-up
    /// an example, and a few times that for each id.
    /// </summary>
    internal static int[][] FieldShares(IReadOnlyList<int> sizes, int batchSize, int threads)
    {
        const int CostOfId = 3;
        var (shares, loads) = (Enumerable.Range(0, threads).Select(_ => new List<int>()).ToArray(), new long[threads]);
        var costs = sizes.Select((size, field) => (Cost: batchSize + (long)CostOfId * Math.Min(size, batchSize), Field: field));
        foreach (var (cost, field) in costs.OrderByDescending(item => item.Cost))
        {
            var least = Array.IndexOf(loads, loads.Min());
            shares[least].Add(field);
            loads[least] += cost;
        }
        return Array.ConvertAll(shares, share => share.ToArray());
    }

    public void Dispose()
    {
        _moments.Dispose();
        foreach (var block in _blocks) block.Dispose();
        foreach (var updates in _rowUpdates) updates.Dispose();
        foreach (var matrix in (ReadOnlySpan<DenseMatrix>)[_means, _squares, _parts, _embeddedGradients, _slopes]) matrix.Dispose();
    }

    private void TakeExamples(int thread)
    {
        var (from, to) = _crew.Share(thread, _count);
        var (block, fields) = (_blocks[thread], _model.FieldSizes.Count);
        var part = _parts.Row(thread);
        part.Clear();
        _losses[thread] = 0;
        for (var at = from; at < to; at += Block.RowsMax)
        {
            var count = Math.Min(Block.RowsMax, to - at);
            var ids = _ids.Start() + (long)at * fields;
            LoadIds(ids, at, count);
            _forward.Run(block, ids, count, _dropout, _number, at);
            _losses[thread] += Loss(block.Scores.Start(), at, count);
            _backward.Run(block, count, _slopes.Start() + at, _dropout.IsActive ? _dropout.Scale : 1, part, _embeddedGradients.RowRange(at, count));
        }
    }

    // Ids were held to their fields when the data was made; the array is the caller's still, and a wrong one would be foreign memory.
    private void LoadIds(int* ids, int at, int count)
    {
        var fields = _model.FieldSizes.Count;
        var all = _data!.Ids.AsSpan();
        var sizes = _model.Sizes.AsSpan();
        var offsets = _model.Offsets.AsSpan();
        for (var row = 0; row < count; row++)
        {
            var example = all.Slice(_order[_first + at + row] * fields, fields);
            for (var field = 0; field < example.Length; field++)
            {
                var id = example[field];
                if ((uint)id >= (uint)sizes[field])
                    throw new DeepFmDataException($"Field {field} came to have the id {id} while training. Leave the array of ids as it is.");
                ids[row * fields + field] = offsets[field] + id;
            }
        }
    }

    // The log loss of a score, and its slope: the sigmoid less the label, a share of the batch.
    private double Loss(float* scores, int at, int count)
    {
        var loss = 0.0;
        for (var row = 0; row < count; row++)
        {
            var (score, label) = (scores[row], _data!.Labels[_order[_first + at + row]]);
            var decay = MathF.Exp(-MathF.Abs(score));
            var probability = score >= 0 ? 1 / (1 + decay) : decay / (1 + decay);
            loss += Math.Max(score, 0) - score * label + MathF.Log(1 + decay);
            _slopes.Start()[at + row] = (probability - label) / _count;
        }
        return loss;
    }

    private void TakeParameters(int thread)
    {
        var plan = _model.Plan;
        var (from, to) = _crew.Share(thread, plan.Parameters);
        for (var layer = 0; layer < plan.Hidden; layer++)
        {
            StepSlice(Math.Max(from, plan.WeightsAt(layer)), Math.Min(to, plan.BiasesAt(layer)), (float)_options.LayerPenalty);
            StepSlice(Math.Max(from, plan.BiasesAt(layer)), Math.Min(to, plan.BiasesAt(layer) + plan.Outputs(layer)), 0);
        }
        StepSlice(Math.Max(from, plan.OutputWeightsAt), Math.Min(to, plan.OutputBiasAt), (float)_options.LayerPenalty);
        StepSlice(Math.Max(from, plan.OutputBiasAt), to, 0);
        _rowUpdates[thread].Run(_ids.Start(), _slopes.Start(), _embeddedGradients.Start(), _count, _adam);
    }

    private void StepSlice(int from, int to, float penalty)
    {
        if (from >= to) return;
        AdamKernels.Dense(
            _model.Parameters.Start() + from, _means.Start() + from, _squares.Start() + from, _parts.Start() + from,
            _model.Plan.Parameters, _crew.Size, to - from, penalty, _adam);
    }
}
