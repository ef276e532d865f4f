namespace SmartKart.Pipelines.Manifests;

/// <summary>What is tried again. A failure is an exit status other than 0; an error is anything else, such as an output that isn't there.</summary>
public enum RetryPolicy
{
    /// <summary>Failures: Argo's default.</summary>
    OnFailure,

    /// <summary>Errors.</summary>
    OnError,

    /// <summary>Both.</summary>
    Always,
}

/// <summary>How often a template is tried again, and how long is waited before.</summary>
/// <param name="Limit">Retries after the first attempt, as written; null for no limit.</param>
/// <param name="Policy">What is tried again.</param>
/// <param name="Wait">Before the first retry.</param>
/// <param name="Factor">By what the wait grows with each retry.</param>
/// <param name="WaitMax">How long after the first attempt began another may begin; null for ever.</param>
public sealed record RetryStrategy(SourceText? Limit, RetryPolicy Policy, TimeSpan Wait, double Factor, TimeSpan? WaitMax)
{
    /// <summary>The wait before a retry.</summary>
    /// <param name="retry">From 1.</param>
    public TimeSpan WaitBefore(int retry)
    {
        var seconds = Wait.TotalSeconds * Math.Pow(Factor, retry - 1);
        return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(1).TotalSeconds));      // what grows without end needs an end
    }
}
