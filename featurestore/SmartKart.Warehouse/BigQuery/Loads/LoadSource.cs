namespace SmartKart.Warehouse.BigQuery;

/// <summary>Where a load's rows come from: a file here, which is uploaded, or objects in Cloud Storage.</summary>
public sealed record LoadSource
{
    private LoadSource(LoadFormat format) => Format = format;

    /// <summary>How the rows are written.</summary>
    public LoadFormat Format { get; }

    /// <summary>The file; null of Cloud Storage.</summary>
    public string? Path { get; private init; }

    /// <summary>The objects; none of a file.</summary>
    public IReadOnlyList<string> Uris { get; private init; } = [];

    /// <summary>A file of this machine.</summary>
    public static LoadSource File(string path, LoadFormat format)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new LoadSource(format) { Path = path };
    }

    /// <summary>Objects in Cloud Storage.</summary>
    /// <param name="format">How each of them is written.</param>
    /// <param name="uris">Their addresses, such as <c>gs://bucket/events/*.parquet</c>.</param>
    /// <exception cref="ArgumentException">There are none, or one is no such address.</exception>
    public static LoadSource CloudStorage(LoadFormat format, params IReadOnlyList<string> uris)
    {
        if (uris.Count == 0) throw new ArgumentException("A load has no objects. Name at least one, such as gs://bucket/events/*.parquet.", nameof(uris));
        foreach (var uri in uris)
            if (!uri.StartsWith("gs://", StringComparison.Ordinal))
                throw new ArgumentException($"'{uri}' is no object of Cloud Storage. Write gs://bucket/name, or load a file by LoadSource.File.", nameof(uris));
        return new LoadSource(format) { Uris = uris };
    }
}

/// <summary>How rows are written.</summary>
public enum LoadFormat
{
    /// <summary>Parquet: brings its schema. Its lists become arrays.</summary>
    Parquet,
    /// <summary>Avro object containers: bring their schema. Logical types become BigQuery's.</summary>
    Avro,
    /// <summary>A JSON object a line. The schema is the table's, the options' or detected.</summary>
    NewlineDelimitedJson,
}
