using System.Globalization;
using System.Text.Json;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// Runs queries. A plain one goes by <c>jobs.query</c>, whose answer has the first rows where the query is quick; one with a destination, a
/// priority or a name by <c>jobs.insert</c>. Either way <c>jobs.getQueryResults</c> waits for the end, and BigQuery holds each of its requests.
/// </summary>
internal sealed class QueryRunner(RestTransport transport, JobRunner jobs, BigQueryOptions options, TimeProvider time)
{
    private const string Purpose = "run the query";

    private static readonly TimeSpan LongestFirstHold = TimeSpan.FromSeconds(2);

    private string Project => options.ProjectId!;       // checked when the client was made

    private TimeSpan FirstHold => options.LongPoll < LongestFirstHold ? options.LongPoll : LongestFirstHold;

    /// <summary>Runs a query to its end.</summary>
    /// <returns>Its first page and its job.</returns>
    public Task<(RowPage Page, JobReference Job)> RunAsync(string sql, QueryOptions query, int pageRows, CancellationToken cancellation)
    {
        JobReference? running = null;       // what is to be cancelled if the caller gives up
        return jobs.AttendAsync(() => running, sql, query.Timeout, RunAllAsync, cancellation);

        Task<(RowPage, JobReference)> RunAllAsync(CancellationToken stop) =>
            jobs.RepeatAsync(query.JobId, Purpose, sql, reference => RunOnceAsync(reference, stop), stop);

        async Task<((RowPage, JobReference) Result, BigQueryJob? Failed)> RunOnceAsync(JobReference reference, CancellationToken stop)
        {
            RowPage? page = null;
            if (query.IsPlain)
            {
                page = await QueryAsync(sql, query, reference.JobId, pageRows, stop);
                running = page.JobComplete ? null : page.Job;
                reference = page.Job ?? reference;
                stop.ThrowIfCancellationRequested();
            }
            else
            {
                running = reference;        // before it is sent: from then on it may be running
                reference = (await jobs.InsertAsync(JobOf(sql, query, reference), Purpose, sql, stop)).Reference;
                running = reference;        // BigQuery has told its location
            }
            try
            {
                while (page is not { JobComplete: true }) page = await PageAsync(reference, null, sql, pageRows, stop);
                running = null;
                return ((page, reference), null);
            }
            catch (BigQueryRequestException)
            {
                // A failed query's results are refused. The job itself says whether it was the query, or only the request.
                var job = await jobs.GetAsync(reference, stop);
                if (job.Error is null) throw;
                running = null;
                return (default, job);
            }
        }
    }

    /// <summary>A page of a query's rows.</summary>
    /// <param name="job">The query's job.</param>
    /// <param name="token">The page before's; null is the first.</param>
    /// <param name="sql">The query's text.</param>
    /// <param name="pageRows">The most rows of it.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public async Task<RowPage> PageAsync(JobReference job, string? token, string sql, int pageRows, CancellationToken cancellation)
    {
        var path = RestRequest.At(job.ProjectId, "queries", job.JobId) + string.Create(CultureInfo.InvariantCulture,
            $"?formatOptions.useInt64Timestamp=true&maxResults={pageRows}&timeoutMs={(long)options.LongPoll.TotalMilliseconds}");
        if (job.Location is not null) path += $"&location={Uri.EscapeDataString(job.Location)}";
        if (token is not null) path += $"&pageToken={Uri.EscapeDataString(token)}";
        var request = new RestRequest(HttpMethod.Get, path, "send the query's rows", Project) { Job = job, Sql = sql, Hold = options.LongPoll };
        return Parse(request, await transport.SendAsync(request, cancellation));
    }

    /// <summary>What a query would read.</summary>
    public async Task<DryRun> DryRunAsync(string sql, QueryOptions query, CancellationToken cancellation)
    {
        var reference = jobs.NewReference();
        var job = JobOf(sql, query, reference);
        job = job with { Configuration = job.Configuration! with { DryRun = true } };
        var request = new RestRequest(HttpMethod.Post, RestRequest.At(Project, "jobs"), "plan the query", Project) { Sql = sql }
            .With(job, BigQueryJson.Default.JobResource);
        var planned = (await transport.SendAsync(request, cancellation)).Read(request, BigQueryJson.Default.JobResource).Statistics;
        return new DryRun(planned?.TotalBytesProcessed ?? 0, BigQueryField.From(planned?.Query?.Schema?.Fields), planned?.Query?.StatementType);
    }

    private async Task<RowPage> QueryAsync(string sql, QueryOptions query, string requestId, int pageRows, CancellationToken cancellation)
    {
        var body = new QueryRequest
        {
            Query = sql,
            UseQueryCache = query.UseCache ? null : false,
            ParameterMode = query.Parameters.Count == 0 ? null : "NAMED",
            QueryParameters = ParametersOf(query),
            DefaultDataset = DatasetOf(query),
            Location = options.Location,
            Labels = LabelsOf(query.Labels),
            MaximumBytesBilled = query.MaximumBytesBilled ?? options.MaximumBytesBilled,
            JobTimeoutMs = (long?)query.Timeout?.TotalMilliseconds,
            RequestId = requestId[^32..],       // by which a retry finds the query that runs; 36 characters at most
            TimeoutMs = (int)FirstHold.TotalMilliseconds,
            MaxResults = pageRows,
            FormatOptions = new FormatOptions { UseInt64Timestamp = true },
        };
        var request = new RestRequest(HttpMethod.Post, RestRequest.At(Project, "queries"), Purpose, Project) { Sql = sql, Hold = FirstHold }
            .With(body, BigQueryJson.Default.QueryRequest);
        // The answer is the first that names the job. A caller who gives up before it is kept a little longer, so that the job can be cancelled.
        using var late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var kept = cancellation.Register(() => late.CancelAfter(FirstHold + FirstHold));
        return Parse(request, await transport.SendAsync(request, late.Token));
    }

    private JobResource JobOf(string sql, QueryOptions query, JobReference reference) => new()
    {
        JobReference = reference,
        Configuration = new JobConfiguration
        {
            JobTimeoutMs = (long?)query.Timeout?.TotalMilliseconds,
            Labels = LabelsOf(query.Labels),
            Query = new QueryConfiguration
            {
                Query = sql,
                UseQueryCache = query.UseCache ? null : false,
                ParameterMode = query.Parameters.Count == 0 ? null : "NAMED",
                QueryParameters = ParametersOf(query),
                DefaultDataset = DatasetOf(query),
                DestinationTable = query.Destination?.ToReference(Project),
                CreateDisposition = query.Destination is null ? null : DispositionName.Of(query.Create),
                WriteDisposition = query.Destination is null ? null : DispositionName.Of(query.Write),
                TimePartitioning = query.Partitioning?.ToResource(),
                Clustering = query.Clustering.Count == 0 ? null : new ClusteringResource { Fields = query.Clustering },
                Priority = query.Priority == JobPriority.Batch ? "BATCH" : "INTERACTIVE",
                MaximumBytesBilled = query.MaximumBytesBilled ?? options.MaximumBytesBilled,
            },
        },
    };

    private IReadOnlyDictionary<string, string>? LabelsOf(IReadOnlyDictionary<string, string> labels) => JobLabels.Join(options.Labels, labels);

    private DatasetReference? DatasetOf(QueryOptions query) =>
        (query.DefaultDataset ?? (options.DefaultDataset is { } name ? DatasetName.Parse(name) : null))?.ToReference(Project);

    private static IReadOnlyList<ParameterResource>? ParametersOf(QueryOptions query) =>
        query.Parameters.Count == 0 ? null : [.. query.Parameters.Select(parameter => parameter.ToResource())];

    private static RowPage Parse(RestRequest request, RestReply reply)
    {
        try
        {
            return RowPage.Parse(reply.Body);
        }
        catch (JsonException e)
        {
            throw new BigQueryRequestException(request, reply with { Failure = e }, 1);
        }
    }
}
