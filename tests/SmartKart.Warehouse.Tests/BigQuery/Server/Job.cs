using System.Text.Json.Nodes;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>A job of the server: its resource, and the work behind it.</summary>
internal sealed class Job(JsonObject reference, JsonObject configuration)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JsonObject Reference => reference;

    public JsonObject Configuration => configuration;

    public JsonObject Statistics { get; } = new() { ["creationTime"] = "1763745600000" };

    public CancellationTokenSource Stop { get; } = new();

    public SqlEngine.Result? Result { get; private set; }

    public RestFault? Fault { get; private set; }

    public Task Done => _done.Task;

    /// <summary>Runs the work once it is let go, and keeps what it came to.</summary>
    public async Task RunAsync(Task gate, Func<Job, SqlEngine.Result?> work)
    {
        try
        {
            await gate.WaitAsync(Stop.Token);
            Result = await Task.Run(() => work(this), Stop.Token);
        }
        catch (RestFault fault)
        {
            Fault = fault;
        }
        catch (OperationCanceledException) when (Stop.IsCancellationRequested)
        {
            Fault = new RestFault(400, "stopped", "Job execution was cancelled: User requested cancellation");
        }
        catch (Exception bug)
        {
            Fault = new RestFault(500, "faultOfThisServer", bug.ToString());      // a job that never ended would be waited for
        }
        lock (Statistics)
        {
            Statistics["startTime"] = "1763745600010";
            Statistics["endTime"] = "1763745600250";
        }
        _done.SetResult();
    }

    /// <summary>Adds to the statistics, which others may be reading.</summary>
    public void Tell(string name, JsonNode value)
    {
        lock (Statistics) Statistics[name] = value;
    }

    public JsonObject ToJson()
    {
        JsonNode statistics;
        lock (Statistics) statistics = Statistics.DeepClone();
        var status = new JsonObject { ["state"] = Done.IsCompleted ? "DONE" : "RUNNING" };
        if (Done.IsCompleted && Fault is not null)
        {
            status["errorResult"] = Fault.Proto();
            status["errors"] = new JsonArray(Fault.Proto());
        }
        return new JsonObject
        {
            ["kind"] = "bigquery#job",
            ["id"] = $"{reference["projectId"]}:{reference["location"]}.{reference["jobId"]}",
            ["jobReference"] = reference.DeepClone(),
            ["configuration"] = configuration.DeepClone(),
            ["statistics"] = statistics,
            ["status"] = status,
        };
    }
}
