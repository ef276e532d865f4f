namespace SmartKart.Pipelines;

/// <summary>A pipeline can't be read, run or gone on with. The message says what, where and the remedy.</summary>
public abstract class PipelineException : Exception
{
    private protected PipelineException(string message, Exception? cause = null) : base(message, cause) { }
}
