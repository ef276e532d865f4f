namespace SmartKart.Pipelines.Runs;

/// <summary>A run can't be begun or gone on with. Nothing was started.</summary>
public sealed class RunException : PipelineException
{
    internal RunException(string message, Exception? cause = null) : base(message, cause) { }
}

/// <summary>A run is told something that its manifest doesn't know, or not told what it needs. Nothing was started.</summary>
public sealed class ParameterException : PipelineException
{
    internal ParameterException(string message) : base(message) { }
}
