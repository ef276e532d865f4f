using System.Text;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// A job ran and failed, or was stopped. A query or load that failed has changed nothing; of a script, the statements before the fault stand.
/// </summary>
public sealed class BigQueryJobException : BigQueryException
{
    internal BigQueryJobException(BigQueryJob job, string purpose, string? sql)
        : base(Compose(job, purpose, sql), job.Reference.ProjectId, job.Reference.JobId, job.Error) => (Job, Sql) = (job, sql);

    /// <summary>The job, with its statistics.</summary>
    public BigQueryJob Job { get; }

    /// <summary>The query's text; null of a load.</summary>
    public string? Sql { get; }

    /// <summary>Whether the same job may succeed if it is run again.</summary>
    public override bool IsTransient => Error is { MayPass: true };

    private static string Compose(BigQueryJob job, string purpose, string? sql)
    {
        const int Most = 5;     // a load may report thousands
        var text = new StringBuilder($"The job {job.Reference.JobId} (project {job.Reference.ProjectId}, {job.Reference.Location ?? "no location"}) ");
        text.Append($"did not {purpose}: {job.Error!.Describe()}");
        foreach (var other in job.Errors.Where(other => other != job.Error).Take(Most)) text.Append($"\n- {other.Describe()}");
        if (job.Errors.Count > Most + 1) text.Append($"\n- and more: {job.Errors.Count} errors in all");
        if (job.Error.Remedy is { } remedy) text.Append($"\n{remedy}");
        if (sql is not null) text.Append($"\nin the SQL:\n{BigQueryError.Excerpt(sql)}");
        return text.ToString();
    }
}
