using System.Security.Cryptography;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// A client of BigQuery, by its REST API v2: queries, loads, tables. Requests are sent again by BigQuery's rules, jobs are started once even if an
/// answer is lost, and a job that nobody waits for any more is cancelled. Safe to share between threads; keep one for a program's life.
/// <para>Each method throws <see cref="BigQueryException"/> where BigQuery refuses, fails or cannot be reached, and
/// <see cref="BigQueryAccessException"/> where there are no credentials that it takes.</para>
/// </summary>
public sealed class BigQueryClient : IDisposable
{
    private readonly BigQueryOptions _options;
    private readonly RestTransport _transport;
    private readonly JobRunner _jobs;
    private readonly QueryRunner _queries;
    private readonly LoadRunner _loads;

    /// <summary>A client; nothing is asked of BigQuery yet, and no credentials are read.</summary>
    /// <param name="options">Where BigQuery is and who asks.</param>
    /// <param name="time">The clock of timeouts and of waits between retries; null for the system's.</param>
    /// <param name="jitter">What spreads retries out; null for one seeded apart from every other client's, so that they do not retry in step.</param>
    /// <exception cref="BigQueryOptionsException">An option is missing or out of its range.</exception>
    public BigQueryClient(BigQueryOptions options, TimeProvider? time = null, Random? jitter = null)
    {
        options.Check();
        _options = options;
        time ??= TimeProvider.System;
        _transport = new RestTransport(options, time, jitter ?? new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        _jobs = new JobRunner(_transport, options, time);
        _queries = new QueryRunner(_transport, _jobs, options, time);
        _loads = new LoadRunner(_jobs, new MediaUpload(_transport, _jobs, options, time), options);
        Tables = new BigQueryTables(_transport, options);
    }

    /// <summary>Tables and datasets.</summary>
    public BigQueryTables Tables { get; }

    /// <summary>Runs a query to its end and reads its rows.</summary>
    /// <param name="sql">GoogleSQL.</param>
    /// <param name="query">How it is run; null for the client's way.</param>
    /// <param name="cancellation">Stops waiting, and cancels the job.</param>
    /// <returns>A reader before the first row. Later pages are fetched as they are read.</returns>
    /// <exception cref="WarehouseTimeoutException">It took longer than its timeout.</exception>
    public async Task<BigQueryDataReader> QueryAsync(string sql, QueryOptions? query = null, CancellationToken cancellation = default)
    {
        var (page, job) = await _queries.RunAsync(sql, query ?? new QueryOptions(), _options.PageRows, cancellation);
        return new BigQueryDataReader(page, job, (token, stop) => _queries.PageAsync(job, token, sql, _options.PageRows, stop));
    }

    /// <summary>Runs a query to its end for what it does: DDL, DML, a script, a destination. No rows are sent.</summary>
    /// <param name="sql">GoogleSQL.</param>
    /// <param name="query">How it is run; null for the client's way.</param>
    /// <param name="cancellation">Stops waiting, and cancels the job.</param>
    /// <returns>The job, with its statistics.</returns>
    /// <exception cref="WarehouseTimeoutException">It took longer than its timeout.</exception>
    public async Task<BigQueryJob> ExecuteAsync(string sql, QueryOptions? query = null, CancellationToken cancellation = default)
    {
        var (_, job) = await _queries.RunAsync(sql, query ?? new QueryOptions(), pageRows: 0, cancellation);
        return await _jobs.GetAsync(job, cancellation);
    }

    /// <summary>What a query would read, and its columns. Nothing runs, and it costs nothing.</summary>
    /// <param name="sql">GoogleSQL.</param>
    /// <param name="query">How it would be run.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<DryRun> DryRunAsync(string sql, QueryOptions? query = null, CancellationToken cancellation = default) =>
        _queries.DryRunAsync(sql, query ?? new QueryOptions(), cancellation);

    /// <summary>Loads rows into a table, all or none.</summary>
    /// <param name="table">The table.</param>
    /// <param name="source">A file, which is uploaded, or objects in Cloud Storage.</param>
    /// <param name="load">How they are loaded; null appends, to a table that is made where there is none.</param>
    /// <param name="cancellation">Stops waiting, and cancels the job.</param>
    /// <returns>The job, with what it read and wrote.</returns>
    /// <exception cref="WarehouseTimeoutException">It took longer than its timeout.</exception>
    public Task<BigQueryJob> LoadAsync(TableName table, LoadSource source, LoadOptions? load = null, CancellationToken cancellation = default) =>
        _loads.RunAsync(table, source, load ?? new LoadOptions(), cancellation);

    /// <summary>A job as it stands.</summary>
    public Task<BigQueryJob> GetJobAsync(JobReference job, CancellationToken cancellation = default) => _jobs.GetAsync(job, cancellation);

    /// <summary>Asks for a job's end, which comes when BigQuery gets to it; one that has ended stays as it is.</summary>
    public Task CancelAsync(JobReference job, CancellationToken cancellation = default) => _jobs.CancelAsync(job, cancellation);

    /// <summary>Closes the connections. Calls under way end as cancelled.</summary>
    public void Dispose() => _transport.Dispose();
}
