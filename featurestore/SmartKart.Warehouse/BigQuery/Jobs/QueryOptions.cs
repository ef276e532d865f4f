namespace SmartKart.Warehouse.BigQuery;

/// <summary>How a query is run. What is null is as the client's options have it.</summary>
public sealed record QueryOptions
{
    /// <summary>The values of the parameters, which the SQL calls <c>@name</c>.</summary>
    public IReadOnlyList<BigQueryParameter> Parameters { get; init; } = [];

    /// <summary>The dataset that is meant where the SQL names none.</summary>
    public DatasetName? DefaultDataset { get; init; }

    /// <summary>The table that takes the rows; null is a temporary one, which is there for a day.</summary>
    public TableName? Destination { get; init; }

    /// <summary>What happens to a destination that is there.</summary>
    public WriteDisposition Write { get; init; }

    /// <summary>What happens where the destination is not there.</summary>
    public CreateDisposition Create { get; init; }

    /// <summary>How a destination that is made is divided by time.</summary>
    public TimePartitioning? Partitioning { get; init; }

    /// <summary>The columns by which a destination that is made is sorted.</summary>
    public IReadOnlyList<string> Clustering { get; init; } = [];

    /// <summary>When it has to run.</summary>
    public JobPriority Priority { get; init; }

    /// <summary>The most bytes that it may be billed for.</summary>
    public long? MaximumBytesBilled { get; init; }

    /// <summary>How long it may take, from a millisecond; it is cancelled then. Null is as long as BigQuery lets it: six hours.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether the answer of the same query a while ago will do.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>Labels beside the client's.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The job's name: letters, digits, underscores and dashes. A name runs once, whoever asks again. Null is a new one.
    /// </summary>
    public string? JobId { get; init; }

    /// <summary>Whether <c>jobs.query</c>, which answers in one round trip, can run it so.</summary>
    internal bool IsPlain => Destination is null && Priority == JobPriority.Interactive && JobId is null;
}

/// <summary>When a query has to run.</summary>
public enum JobPriority
{
    /// <summary>Now.</summary>
    Interactive,
    /// <summary>When there is room, within a day.</summary>
    Batch,
}
