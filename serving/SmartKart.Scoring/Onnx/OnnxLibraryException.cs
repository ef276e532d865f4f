namespace SmartKart.Scoring.Onnx;

/// <summary>ONNX Runtime is not on this machine, or not one that can be used.</summary>
public sealed class OnnxLibraryException : ScoringException
{
    internal OnnxLibraryException(string message, Exception? cause = null) : base(message, cause) { }
}
