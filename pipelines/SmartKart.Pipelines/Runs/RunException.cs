namespace SmartKart.Pipelines.Runs;

/// <summary>A run can't be begun or gone on with. Nothing was started.</summary>
public sealed class RunException : PipelineException
{
    internal RunException(string message, Exception? cause = null) : base(message, cause) { }
}
