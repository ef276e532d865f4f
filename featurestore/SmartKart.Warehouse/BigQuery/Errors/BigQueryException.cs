namespace SmartKart.Warehouse.BigQuery;

/// <summary>BigQuery refused, failed or did not answer. The leaves say which: a request (<see cref="BigQueryRequestException"/>) or a job.</summary>
public abstract class BigQueryException : WarehouseException
{
    private protected BigQueryException(string message, string project, string? job, BigQueryError? error, Exception? cause = null) : base(message, cause) =>
        (Project, JobId, Error) = (project, job, error);

    /// <summary>The project that asked.</summary>
    public string Project { get; }

    /// <summary>The job that it was about; null where it was about none, or BigQuery refused before there was one.</summary>
    public string? JobId { get; }

    /// <summary>What BigQuery said; null where there was no answer, or none of BigQuery's.</summary>
    public BigQueryError? Error { get; }
}
