namespace SmartKart.Scoring.Onnx;

/// <summary>What was asked of a model doesn't fit it: a tensor's name, type or length, the number of rows, or a value that the model refuses.</summary>
public sealed class OnnxInputException : ScoringException
{
    internal OnnxInputException(string message) : base(message) { }
}
