namespace SmartKart.Training.DeepFm;

/// <summary>The loss is no number any more: the steps were too long.</summary>
public sealed class DeepFmDivergedException : TrainingException
{
    internal DeepFmDivergedException(int epoch, double learningRate) : base(FormattableString.Invariant(
        $"DeepFM's loss was no finite number after epoch {epoch}. Train with a LearningRate below {learningRate}, or with a higher EmbeddingPenalty.")) =>
        Epoch = epoch;

    /// <summary>The pass in which that happened, from 1.</summary>
    public int Epoch { get; }
}
