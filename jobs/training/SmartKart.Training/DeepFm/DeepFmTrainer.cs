using System.Diagnostics;
using SmartKart.Training.Algebra;
using SmartKart.Training.DeepFm.Steps;
using SmartKart.Training.Native.OpenBlas;

namespace SmartKart.Training.DeepFm;

/// <summary>
/// Trains a <see cref="DeepFmModel"/> on log loss by minibatches: reverse-mode gradients, Adam for the layers, and for embeddings Adam on the ids that a
/// batch has. Stops when validation examples no longer gain, and keeps the weights with which they did best. The same examples, options, seed and number of
/// threads give the same model to the bit on the same processor. While it runs, and afterwards until told otherwise, OpenBLAS computes on one thread a call
/// in this process, so another trainer must not set its threads meanwhile.
/// </summary>
public sealed class DeepFmTrainer
{
    private readonly DeepFmOptions _options;

    /// <param name="options">Checked here.</param>
    /// <exception cref="DeepFmOptionsException">One is outside its range.</exception>
    public DeepFmTrainer(DeepFmOptions options)
    {
        options.Check();
        _options = options;
    }

    /// <summary>
    /// Memory that training takes beside the examples, in bytes: the model, twice where there is validation, Adam's means, and a batch's gradients.
    /// </summary>
    /// <param name="fieldSizes">How many ids each field has.</param>
    /// <param name="trainingRows">Examples to train on.</param>
    /// <param name="validationRows">Examples to validate by, or 0.</param>
    /// <exception cref="DeepFmDataException">There are no fields, or one is empty.</exception>
    public long BytesNeeded(IReadOnlyList<int> fieldSizes, int trainingRows, int validationRows)
    {
        CategoricalData.CheckFields(fieldSizes);
        const int BytesOfValidationRow = 2 * sizeof(float);     // a probability, and a label sorted beside it
        var plan = new LayerPlan(checked(fieldSizes.Count * _options.EmbeddingDimension), _options.Layers);
        var model = DeepFmModel.Bytes(plan, fieldSizes.Sum(size => (long)size), _options.EmbeddingDimension);
        return model * (validationRows > 0 ? 2 : 1) + TrainingStep.Bytes(plan, fieldSizes, _options)
            + (long)trainingRows * sizeof(int) + (long)validationRows * BytesOfValidationRow
            + (validationRows > 0 ? _options.Threads * Block.Bytes(plan, fieldSizes.Count, _options.EmbeddingDimension, withGradients: false) : 0);
    }

    /// <summary>Trains.</summary>
    /// <param name="training">At least one of each label.</param>
    /// <param name="validation">Of the same fields, or null: then all passes are made, and the last one's weights kept.</param>
    /// <param name="progress">Told of each pass, on the calling thread.</param>
    /// <param name="cancel">Looked at after each step.</param>
    /// <exception cref="DeepFmDataException">The examples can't be trained on.</exception>
    /// <exception cref="DeepFmMemoryException">The process may not use as much memory as that takes.</exception>
    /// <exception cref="DeepFmDivergedException">The loss came to be no number.</exception>
    /// <exception cref="OpenBlasLibraryException">OpenBLAS is not installed.</exception>
    public DeepFmResult Train(
        CategoricalData training, CategoricalData? validation = null, IProgress<DeepFmEpoch>? progress = null, CancellationToken cancel = default)
    {
        Check(training, validation);
        Blas.SetThreads(1);
        var model = new DeepFmModel(training.FieldSizes, _options.EmbeddingDimension, _options.Layers);
        try
        {
            model.Initialize(_options.Seed, (double)training.Positives / training.Rows);
            return Train(model, training, validation, progress, cancel);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private DeepFmResult Train(
        DeepFmModel model, CategoricalData training, CategoricalData? validation, IProgress<DeepFmEpoch>? progress, CancellationToken cancel)
    {
        using var crew = new Crew(_options.Threads);
        using var step = new TrainingStep(model, _options, crew);
        using var best = validation is null ? null : new DeepFmModel(training.FieldSizes, _options.EmbeddingDimension, _options.Layers);
        var order = Enumerable.Range(0, training.Rows).ToArray();
        var random = new SplitMix64(~_options.Seed);            // another stream than the first weights'
        var epochs = new List<DeepFmEpoch>();
        DeepFmEpoch? bestEpoch = null;
        for (var number = 1; number <= _options.EpochsMax; number++)
        {
            var began = Stopwatch.GetTimestamp();
            random.Shuffle(order);
            var loss = Pass(step, training, order, cancel);
            if (!double.IsFinite(loss)) throw new DeepFmDivergedException(number, _options.LearningRate);
            BinaryAccuracy? accuracy = validation is null ? null : BinaryAccuracy.Of(model.PredictAll(validation, crew), validation.Labels);
            if (accuracy is { LogLoss: var judged } && !double.IsFinite(judged)) throw new DeepFmDivergedException(number, _options.LearningRate);
            var isBest = bestEpoch?.Validation is not { } before || accuracy!.Value.LogLoss < before.LogLoss;
            var epoch = new DeepFmEpoch(number, loss, accuracy, isBest, Stopwatch.GetElapsedTime(began));
            epochs.Add(epoch);
            if (isBest)
            {
                bestEpoch = epoch;
                if (best is not null) model.CopyTo(best);
            }
            progress?.Report(epoch);
            if (number - bestEpoch!.Number >= _options.Patience) break;
        }
        best?.CopyTo(model);
        return new DeepFmResult(model, epochs, bestEpoch!);
    }

    private double Pass(TrainingStep step, CategoricalData training, int[] order, CancellationToken cancel)
    {
        var loss = 0.0;
        for (var first = 0; first < order.Length; first += _options.BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            loss += step.Run(training, order, first, Math.Min(_options.BatchSize, order.Length - first));
        }
        return loss / order.Length;
    }

    private void Check(CategoricalData training, CategoricalData? validation)
    {
        if (training.Positives == 0 || training.Positives == training.Rows)
        {
            throw new DeepFmDataException(
                $"All {training.Rows} labels are {(training.Positives == 0 ? 0 : 1)}. A DeepFM learns to tell 1 from 0: give it examples of both.");
        }
        if (validation is not null && !validation.FieldSizes.SequenceEqual(training.FieldSizes))
        {
            throw new DeepFmDataException(
                $"Validation examples have fields of other sizes ({string.Join(", ", validation.FieldSizes)}) than training examples " +
                $"({string.Join(", ", training.FieldSizes)}). Encode both by the same vocabularies.");
        }
        var ids = training.FieldSizes.Sum(size => (long)size);
        var idsMax = int.MaxValue / 2 / _options.EmbeddingDimension;       // Adam keeps two values for each of a table, and a matrix holds 2^31 - 1
        if (ids > idsMax)
        {
            throw new DeepFmDataException(
                $"The fields have {ids} ids, and embeddings of {_options.EmbeddingDimension} values leave room for {idsMax}. " +
                "Hash the largest fields into fewer buckets.");
        }
        var needed = BytesNeeded(training.FieldSizes, training.Rows, validation?.Rows ?? 0);
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available) throw new DeepFmMemoryException(needed, available);
    }
}
