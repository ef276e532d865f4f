namespace SmartKart.Scoring.Onnx;

/// <summary>A model can't be opened: it is missing, damaged, or of a kind that isn't scored here.</summary>
public sealed class OnnxModelException : ScoringException
{
    internal OnnxModelException(string model, string message, Exception? cause = null) : base($"The ONNX model {model} {message}", cause) => Model = model;

    /// <summary>The model's file, or what it was loaded from.</summary>
    public string Model { get; }
}
