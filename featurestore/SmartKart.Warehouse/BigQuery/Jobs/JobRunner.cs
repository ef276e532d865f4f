using System.Net;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// Starts jobs under names of our own, so that one whose answer was lost is found and not started twice; cancels them; and tells what became of
/// them.
/// </summary>
internal sealed class JobRunner(RestTransport transport, BigQueryOptions options, TimeProvider time)
{
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(8);

    private string Project => options.ProjectId!;       // checked when the client was made

    /// <summary>A name that no job has.</summary>
    public JobReference NewReference(string? jobId = null) =>
        new() { ProjectId = Project, JobId = jobId ?? $"smartkart_{Guid.NewGuid():N}", Location = options.Location };

    /// <summary>Starts a job.</summary>
    /// <param name="job">The job, with its name.</param>
    /// <param name="purpose">What it is to do.</param>
    /// <param name="sql">A query's text.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<BigQueryJob> InsertAsync(JobResource job, string purpose, string? sql, CancellationToken cancellation)
    {
        var request = new RestRequest(HttpMethod.Post, RestRequest.At(Project, "jobs"), purpose, Project) { Job = job.JobReference, Sql = sql };
        return FoundAsync(request.With(job, BigQueryJson.Default.JobResource), request => transport.SendAsync(request, cancellation), cancellation);
    }

    /// <summary>Sends what starts a job; where it turns out to have been started by an attempt whose answer was lost, reads it.</summary>
    public async Task<BigQueryJob> FoundAsync(RestRequest request, Func<RestRequest, Task<RestReply>> send, CancellationToken cancellation)
    {
        try
        {
            return BigQueryJob.From((await send(request)).Read(request, BigQueryJson.Default.JobResource));
        }
        catch (BigQueryRequestException e) when (e is { Status: HttpStatusCode.Conflict, Attempts: > 1 })
        {
            return await GetAsync(request.Job!, cancellation);      // what starts a job names it
        }
    }

    /// <summary>A job as it stands.</summary>
    public async Task<BigQueryJob> GetAsync(JobReference job, CancellationToken cancellation)
    {
        var request = new RestRequest(HttpMethod.Get, RestRequest.At(job.ProjectId, "jobs", job.JobId) + At(job), "read the job", Project) { Job = job };
        return BigQueryJob.From((await transport.SendAsync(request, cancellation)).Read(request, BigQueryJson.Default.JobResource));
    }

    /// <summary>Asks for a job's end. BigQuery ends it when it gets to it; one that has ended stays as it is.</summary>
    public async Task CancelAsync(JobReference job, CancellationToken cancellation)
    {
        var path = RestRequest.At(job.ProjectId, "jobs", job.JobId, "cancel") + At(job);
        await transport.SendAsync(new RestRequest(HttpMethod.Post, path, "cancel the job", Project) { Job = job }, cancellation);
    }

    /// <summary>Waits for a job that is no query: BigQuery holds no request for those, so it is asked again, less and less often.</summary>
    public async Task<BigQueryJob> EndAsync(BigQueryJob job, CancellationToken cancellation)
    {
        for (var wait = FirstPoll; job.State != JobState.Done; wait = wait < LongestPoll ? wait * 2 : LongestPoll)
        {
            await Task.Delay(wait, time, cancellation);
            job = await GetAsync(job.Reference, cancellation);
        }
        return job;
    }

    /// <summary>
    /// Runs a job to its end under a fresh name for each try: one that fails for a reason that may pass has changed nothing, and runs again. A
    /// script's statements before the fault stand, so it runs once; so does a job that the caller named.
    /// </summary>
    /// <param name="jobId">The caller's name for it; null for ours.</param>
    /// <param name="purpose">What it is to do.</param>
    /// <param name="sql">A query's text.</param>
    /// <param name="run">Starts it and waits: gives the result, or the job that failed.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<T> RepeatAsync<T>(
        string? jobId, string purpose, string? sql, Func<JobReference, Task<(T Result, BigQueryJob? Failed)>> run, CancellationToken cancellation)
    {
        for (var retry = 0; ; retry++)
        {
            var (result, failed) = await run(NewReference(jobId));
            if (failed is null) return result;
            if (retry == options.MaxRetries || jobId is not null || failed.ChildJobs > 0 || !failed.Error!.MayPass)
                throw new BigQueryJobException(failed, purpose, sql);
            await Task.Delay(transport.Backoff.Before(retry), time, cancellation);
        }
    }

    /// <summary>Does something about a job; where the caller gives up, or its time is over, the job is cancelled.</summary>
    public async Task<T> AttendAsync<T>(
        Func<JobReference?> job, string? sql, TimeSpan? timeout, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException e) when (either.IsCancellationRequested)
        {
            var still = job() is { } running ? await CancelLateAsync(running) : null;
            if (!cancellation.IsCancellationRequested)
                throw WarehouseTimeoutException.OfJob(job()?.JobId, timeout!.Value, sql, still, e);        // the deadline is the other cause
            if (still is null) throw;
            throw new OperationCanceledException($"Nobody waits for the job {job()?.JobId} any more, and it {still}", e, cancellation);
        }
    }

    // The caller's token is used up: this has a short time of its own. What it returns is to be told: the job may still be running, and costing.
    private async Task<string?> CancelLateAsync(JobReference job)
    {
        using var patience = new CancellationTokenSource(options.RequestTimeout, time);
        try
        {
            await CancelAsync(job, patience.Token);
            return null;
        }
        catch (BigQueryRequestException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;    // it never came to be
        }
        catch (Exception e) when (e is WarehouseException or OperationCanceledException)
        {
            return $"could not be cancelled: it may still run. Cancel it in the console. {e.Message}";
        }
    }

    private static string At(JobReference job) => job.Location is null ? "" : $"?location={Uri.EscapeDataString(job.Location)}";
}
