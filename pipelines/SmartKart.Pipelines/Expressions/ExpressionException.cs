namespace SmartKart.Pipelines.Expressions;

/// <summary>A condition or a tag can't be understood or computed.</summary>
public sealed class ExpressionException : PipelineException
{
    internal ExpressionException(string message, Exception? cause = null) : base(message, cause) { }
}
