namespace SmartKart.Warehouse.BigQuery;

/// <summary>A job: what became of it, and what it took.</summary>
public sealed record BigQueryJob
{
    /// <summary>Its name.</summary>
    public required JobReference Reference { get; init; }

    /// <summary>How far it is.</summary>
    public required JobState State { get; init; }

    /// <summary>What ended it; null of one that succeeded, or has not ended.</summary>
    public BigQueryError? Error { get; init; }

    /// <summary>All that BigQuery complained of; not each of them ended it.</summary>
    public IReadOnlyList<BigQueryError> Errors { get; init; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Bytes that it read.</summary>
    public long BytesProcessed { get; init; }

    /// <summary>Bytes that a query is paid for by.</summary>
    public long BytesBilled { get; init; }

    /// <summary>Whether a query was answered from the cache, which costs nothing.</summary>
    public bool CacheHit { get; init; }

    /// <summary>What kind of statement a query was: <c>SELECT</c>, <c>INSERT</c>, <c>CREATE_TABLE_AS_SELECT</c>.</summary>
    public string? StatementType { get; init; }

    /// <summary>Rows that a DML statement changed; null of any other.</summary>
    public long? AffectedRows { get; init; }

    /// <summary>What a load read and wrote; null of a query.</summary>
    public LoadCounts? Load { get; init; }

    /// <summary>Of a script, how many jobs its statements were; 0 of a single statement.</summary>
    public long ChildJobs { get; init; }

    internal static BigQueryJob From(JobResource job) => new()
    {
        Reference = job.JobReference ?? throw new WarehouseValueException("BigQuery answered with a job that has no name. Ask again."),
        State = Enum.TryParse<JobState>(job.Status?.State, ignoreCase: true, out var state) ? state : JobState.Pending,
        Error = job.Status?.ErrorResult?.ToError(),
        Errors = [.. (job.Status?.Errors ?? []).Select(error => error.ToError())],
        Created = Instant(job.Statistics?.CreationTime),
        Started = Instant(job.Statistics?.StartTime),
        Ended = Instant(job.Statistics?.EndTime),
        BytesProcessed = job.Statistics?.TotalBytesProcessed ?? 0,
        BytesBilled = job.Statistics?.Query?.TotalBytesBilled ?? 0,
        CacheHit = job.Statistics?.Query?.CacheHit ?? false,
        StatementType = job.Statistics?.Query?.StatementType,
        AffectedRows = job.Statistics?.Query?.NumDmlAffectedRows,
        ChildJobs = job.Statistics?.NumChildJobs ?? 0,
        Load = job.Statistics?.Load is { } load
            ? new LoadCounts(load.InputFiles ?? 0, load.InputFileBytes ?? 0, load.OutputRows ?? 0, load.OutputBytes ?? 0, load.BadRecords ?? 0)
            : null,
    };

    private static DateTimeOffset? Instant(long? ms) => ms is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}

/// <summary>How far a job is.</summary>
public enum JobState
{
    /// <summary>It waits for its turn.</summary>
    Pending,
    /// <summary>It runs.</summary>
    Running,
    /// <summary>It has ended, well or not.</summary>
    Done,
}

/// <summary>What a load read and wrote.</summary>
/// <param name="InputFiles">Files that were read.</param>
/// <param name="InputBytes">Their bytes.</param>
/// <param name="OutputRows">Rows that are in the table now.</param>
/// <param name="OutputBytes">Bytes of those rows in BigQuery.</param>
/// <param name="BadRecords">Rows that were left out, as far as the load's options allowed.</param>
public sealed record LoadCounts(long InputFiles, long InputBytes, long OutputRows, long OutputBytes, long BadRecords);
