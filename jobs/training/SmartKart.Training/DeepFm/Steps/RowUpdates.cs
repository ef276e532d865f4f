using SmartKart.Training.Algebra;
using SmartKart.Training.DeepFm.Kernels;

namespace SmartKart.Training.DeepFm.Steps;

/// <summary>
/// One thread's fields: sums the gradients of each id that a batch has, and takes Adam's step for those ids alone. An id that a batch lacks keeps its
/// weights and its means as they are, where dense Adam would let the means decay and the weights drift on; the corrections for the means' beginnings
/// count all steps. That is the rule of PyTorch's SparseAdam and TensorFlow Addons' LazyAdam. Fields have rows of their own, so threads never meet.
/// </summary>
internal sealed unsafe class RowUpdates : IDisposable
{
    private readonly DeepFmModel _model;
    private readonly RowMoments _moments;
    private readonly int[] _fields;
    private readonly float _penalty;
    private readonly int[] _touched;
    private readonly DenseMatrix _sums;
    private readonly DenseMatrix _firstOrderSums;

    /// <param name="model">Its weights.</param>
    /// <param name="moments">Adam's means of all rows.</param>
    /// <param name="fields">The thread's.</param>
    /// <param name="options">Batch size and penalty.</param>
    public RowUpdates(DeepFmModel model, RowMoments moments, int[] fields, DeepFmOptions options)
    {
        (_model, _moments, _fields, _penalty) = (model, moments, fields, (float)options.EmbeddingPenalty);
        _touched = Buffers.Integers(options.BatchSize);
        _sums = new DenseMatrix(options.BatchSize, model.EmbeddingDimension);
        _firstOrderSums = new DenseMatrix(options.BatchSize, 1);
    }

    /// <summary>Updates the rows of the thread's fields.</summary>
    /// <param name="ids">Rows of the table, count × fields.</param>
    /// <param name="slopes">Gradients of the scores.</param>
    /// <param name="gradients">Of the embeddings, count × (fields × width).</param>
    /// <param name="count">Examples.</param>
    /// <param name="step">Adam's.</param>
    public void Run(int* ids, float* slopes, float* gradients, int count, in AdamStep step)
    {
        foreach (var field in _fields)
        {
            var touched = Sum(field, ids, slopes, gradients, count);
            AdamKernels.Rows(
                _model.Table.Start(), _moments.OfTable.Start(), _touched.Start(), _sums.Start(), touched, _model.EmbeddingDimension, _penalty, step);
            AdamKernels.Rows(
                _model.FirstOrder.Start(), _moments.OfFirstOrder.Start(), _touched.Start(), _firstOrderSums.Start(), touched, 1, _penalty, step);
        }
    }

    /// <summary>Bytes of one thread's.</summary>
    public static long Bytes(DeepFmOptions options) => (long)options.BatchSize * (options.EmbeddingDimension + 2) * sizeof(float);

    public void Dispose()
    {
        _sums.Dispose();
        _firstOrderSums.Dispose();
    }

    // Each id's place among the sums is remembered while the field is summed: one look-up an example, where sorting would take many.
    private int Sum(int field, int* ids, float* slopes, float* gradients, int count)
    {
        var (fields, width) = (_model.FieldSizes.Count, _model.EmbeddingDimension);
        var placeOf = _moments.PlaceOf.Start();
        var touched = _touched.Start();
        var sums = _sums.Start();
        var firstOrderSums = _firstOrderSums.Start();
        var places = 0;
        for (var row = 0; row < count; row++)
        {
            var id = ids[row * fields + field];
            var gradient = gradients + ((long)row * fields + field) * width;
            var place = placeOf[id];
            if (place == 0)
            {
                touched[places++] = id;
                placeOf[id] = places;
                EmbeddingKernels.Copy(gradient, sums + (long)(places - 1) * width, width);
                firstOrderSums[places - 1] = slopes[row];
                continue;
            }
            EmbeddingKernels.Add(gradient, sums + (long)(place - 1) * width, width);
            firstOrderSums[place - 1] += slopes[row];
        }
        for (var place = 0; place < places; place++) placeOf[touched[place]] = 0;
        return places;
    }
}
