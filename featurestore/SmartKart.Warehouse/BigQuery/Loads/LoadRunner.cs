namespace SmartKart.Warehouse.BigQuery;

/// <summary>Runs load jobs: starts one, with the file where there is one, and waits for its end.</summary>
internal sealed class LoadRunner(JobRunner jobs, MediaUpload upload, BigQueryOptions options)
{
    private string Project => options.ProjectId!;       // checked when the client was made

    public Task<BigQueryJob> RunAsync(TableName table, LoadSource source, LoadOptions load, CancellationToken cancellation)
    {
        var purpose = $"load {source.Path ?? string.Join(", ", source.Uris)} into {table}";
        JobReference? running = null;       // what is to be cancelled if the caller gives up
        return jobs.AttendAsync(() => running, null, load.Timeout, RunAllAsync, cancellation);

        Task<BigQueryJob> RunAllAsync(CancellationToken stop) =>
            jobs.RepeatAsync(load.JobId, purpose, null, reference => RunOnceAsync(reference, stop), stop);

        async Task<(BigQueryJob Result, BigQueryJob? Failed)> RunOnceAsync(JobReference reference, CancellationToken stop)
        {
            running = reference;        // before it is sent: from then on it may be running
            var resource = JobOf(table, source, load, reference);
            var job = source.Path is { } path
                ? await upload.InsertAsync(resource, path, purpose, stop)
                : await jobs.InsertAsync(resource, purpose, null, stop);
            running = job.Reference;
            job = await jobs.EndAsync(job, stop);
            running = null;
            return (job, job.Error is null ? null : job);
        }
    }

    private JobResource JobOf(TableName table, LoadSource source, LoadOptions load, JobReference reference) => new()
    {
        JobReference = reference,
        Configuration = new JobConfiguration
        {
            JobTimeoutMs = (long?)load.Timeout?.TotalMilliseconds,
            Labels = JobLabels.Join(options.Labels, load.Labels),
            Load = new LoadConfiguration
            {
                DestinationTable = table.ToReference(Project),
                SourceUris = source.Path is null ? source.Uris : null,
                SourceFormat = source.Format switch
                {
                    LoadFormat.Avro => "AVRO",
                    LoadFormat.NewlineDelimitedJson => "NEWLINE_DELIMITED_JSON",
                    _ => "PARQUET",
                },
                Schema = load.Schema.Count == 0 ? null : new SchemaResource { Fields = [.. load.Schema.Select(field => field.ToResource())] },
                Autodetect = load.DetectSchema ? true : null,
                CreateDisposition = DispositionName.Of(load.Create),
                WriteDisposition = DispositionName.Of(load.Write),
                TimePartitioning = load.Partitioning?.ToResource(),
                Clustering = load.Clustering.Count == 0 ? null : new ClusteringResource { Fields = load.Clustering },
                // Without these a list of Parquet is a STRUCT of a STRUCT, and an instant of Avro a number.
                ParquetOptions = source.Format == LoadFormat.Parquet ? new ParquetResource { EnableListInference = true } : null,
                UseAvroLogicalTypes = source.Format == LoadFormat.Avro ? true : null,
                MaxBadRecords = load.MaxBadRecords == 0 ? null : load.MaxBadRecords,
                IgnoreUnknownValues = load.IgnoreUnknownValues ? true : null,
            },
        },
    };
}
