namespace SmartKart.Training.DeepFm;

/// <summary>A model can't be written as an ONNX file.</summary>
public sealed class DeepFmExportException : TrainingException
{
    internal DeepFmExportException(long bytes) : base(
        $"The model takes {bytes >> 20:N0} MiB as ONNX, and a file of that format holds less than 2,048. " +
        "Hash the largest fields into fewer buckets, or lower EmbeddingDimension.") { }
}
