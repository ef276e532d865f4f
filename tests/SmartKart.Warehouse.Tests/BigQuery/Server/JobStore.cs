using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>The server's jobs, by name: a name runs once.</summary>
internal sealed class JobStore(SqlEngine engine)
{
    private readonly ConcurrentDictionary<string, Job> _jobs = new();
    private readonly ConcurrentDictionary<string, Job> _byRequest = new();
    private readonly ConcurrentQueue<RestFault> _failures = new();
    private TaskCompletionSource _gate = Open();

    public SqlEngine Engine => engine;

    public IReadOnlyCollection<Job> All => [.. _jobs.Values];

    /// <summary>Holds the jobs that come from now on, until they are released.</summary>
    public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _gate.TrySetResult();

    /// <summary>Lets the next job fail while it runs.</summary>
    public void FailNext(string reason) =>
        _failures.Enqueue(new RestFault(reason == "rateLimitExceeded" ? 403 : 500, reason, $"A fault of the test's: {reason}"));

    public Job Find(string id, string? location)
    {
        if (!_jobs.TryGetValue(id, out var job) || location != LocalBigQuery.Location)
            throw RestFault.NotFound($"Job {LocalBigQuery.Project}:{location ?? "US"}.{id}");
        return job;
    }

    /// <summary>The query that a request of the same id started; null where there was none.</summary>
    public Job? FindRequest(string requestId) => _byRequest.GetValueOrDefault(requestId);

    public void Remember(string requestId, Job job) => _byRequest[requestId] = job;

    /// <summary>Starts a job of a checked configuration.</summary>
    public Job Start(JsonObject? reference, JsonObject configuration, string? file = null)
    {
        var id = (string?)reference?["jobId"] ?? $"job_{Guid.NewGuid():N}";
        if ((string?)reference?["projectId"] is { } project && project != LocalBigQuery.Project)
            throw RestFault.Invalid("The job's project is not the path's.");
        var located = new JsonObject { ["projectId"] = LocalBigQuery.Project, ["jobId"] = id, ["location"] = LocalBigQuery.Location };
        var job = new Job(located, (JsonObject)configuration.DeepClone());
        if (!_jobs.TryAdd(id, job)) throw new RestFault(409, "duplicate", $"Already Exists: Job {LocalBigQuery.Project}:{LocalBigQuery.Location}.{id}");
        _ = _failures.TryDequeue(out var failure);
        Running.Add(job.RunAsync(_gate.Task, running => failure is not null ? throw failure
            : configuration["load"] is JsonObject load ? LoadJobs.Run(engine, running, load, file)
            : QueryJobs.Run(engine, running, configuration)));
        return job;
    }

    public Task EndAllAsync()
    {
        foreach (var job in _jobs.Values) job.Stop.Cancel();
        return Task.WhenAll(Running);
    }

    private ConcurrentBag<Task> Running { get; } = [];

    private static TaskCompletionSource Open()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
