namespace SmartKart.Training.DeepFm;

/// <summary>Examples that a DeepFM can't be trained on, or judged by. Nothing was trained.</summary>
public sealed class DeepFmDataException : TrainingException
{
    internal DeepFmDataException(string message) : base(message) { }
}
