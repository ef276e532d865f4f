namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// Where BigQuery is, who asks and how patiently: the section <c>Warehouse:BigQuery</c>. Credentials are the file, the token or none that is
/// named here; with nothing named, Google's application default credentials.
/// </summary>
public sealed record BigQueryOptions
{
    /// <summary>The section's name in a configuration.</summary>
    public const string Section = "Warehouse:BigQuery";

    /// <summary>The project that runs the jobs and pays for them. Required.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Where jobs run and new datasets lie, such as <c>EU</c> or <c>europe-west3</c>; null lets BigQuery find out from the tables.</summary>
    public string? Location { get; init; }

    /// <summary>The dataset that a query means where it names none; null for none.</summary>
    public string? DefaultDataset { get; init; }

    /// <summary>
    /// The file of a service account's key. Other kinds of credentials are named to Google's library, by <c>GOOGLE_APPLICATION_CREDENTIALS</c>.
    /// </summary>
    public string? CredentialsPath { get; init; }

    /// <summary>An OAuth access token, instead of a file. It ends with its hour: for scripts and tests.</summary>
    public string? AccessToken { get; init; }

    /// <summary>Whether requests carry no credentials at all, as an emulator has it.</summary>
    public bool Anonymous { get; init; }

    /// <summary>The service's address.</summary>
    public Uri BaseUri { get; init; } = new("https://bigquery.googleapis.com/");

    /// <summary>The most bytes that one query may be billed for; a dearer one fails and costs nothing. Null is the project's own limit.</summary>
    public long? MaximumBytesBilled { get; init; }

    /// <summary>Labels of every job, by which its costs are told apart.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>How long one request may take, answer included, beyond what it asks BigQuery to wait. 1 s to 1 h; 2 min.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long BigQuery holds a request for results of a query that still runs. 0 to 200 s, after which it answers anyway; 10 s.</summary>
    public TimeSpan LongPoll { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Rows of a page of results, 1 to 100,000; 10,000. BigQuery sends fewer where a page would be above 10 MB.</summary>
    public int PageRows { get; init; } = 10_000;

    /// <summary>How often a request is sent again, and a job run again, after a fault that may pass. 0 to 20; 6.</summary>
    public int MaxRetries { get; init; } = 6;

    /// <summary>The longest wait before the first retry; it doubles with each, and a random part of it is waited. 0 to 1 min; 1 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait before any retry. From <see cref="RetryDelay"/> to 10 min; 32 s, as Google's clients have it.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>Bytes of a part of a resumable upload, a multiple of 256 KiB up to 1 GiB; 8 MiB. A part is held in memory.</summary>
    public int UploadPartBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>The longest answer that is read, in bytes. 1 MiB to 1 GiB; 64 MiB: a page has 10 MB before it is written as JSON.</summary>
    public int MaxResponseBytes { get; init; } = 64 * 1024 * 1024;

    private const int UploadGranule = 256 * 1024;       // parts of a resumable upload are whole multiples of it

    /// <summary>Checks every range.</summary>
    /// <exception cref="BigQueryOptionsException">A value is missing or out of its range; the message names its key.</exception>
    public void Check()
    {
        if (string.IsNullOrWhiteSpace(ProjectId)) throw Bad(nameof(ProjectId), "is not set", "Name the Google Cloud project that runs the queries.");
        if (!BaseUri.IsAbsoluteUri || (BaseUri.Scheme != Uri.UriSchemeHttp && BaseUri.Scheme != Uri.UriSchemeHttps))
            throw Bad(nameof(BaseUri), $"is '{BaseUri}', which is no http or https address", "Write it as https://bigquery.googleapis.com/ is.");
        if ((CredentialsPath is null ? 0 : 1) + (AccessToken is null ? 0 : 1) + (Anonymous ? 1 : 0) > 1)
            throw Bad(nameof(CredentialsPath), $"is set beside {nameof(AccessToken)} or {nameof(Anonymous)}", "Set one of the three, or none for the default.");
        if (AccessToken?.All(c => c is > ' ' and <= '~') == false || AccessToken is "")
            throw Bad(nameof(AccessToken), "is empty or has a character that no token has", "Give the token alone, without spaces or line ends.");
        if (AccessToken is not null && BaseUri.Scheme == Uri.UriSchemeHttp && !BaseUri.IsLoopback)
            throw Bad(nameof(BaseUri), $"is '{BaseUri}', which would carry the token in the clear", "Use an https address.");
        if (MaximumBytesBilled is { } bytes) Range(nameof(MaximumBytesBilled), bytes, 0, long.MaxValue);
        Range(nameof(RequestTimeout), RequestTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Range(nameof(LongPoll), LongPoll, TimeSpan.Zero, TimeSpan.FromSeconds(200));
        Range(nameof(PageRows), PageRows, 1, 100_000);
        Range(nameof(MaxRetries), MaxRetries, 0, 20);
        Range(nameof(RetryDelay), RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Range(nameof(MaxRetryDelay), MaxRetryDelay, RetryDelay, TimeSpan.FromMinutes(10));
        Range(nameof(UploadPartBytes), UploadPartBytes, UploadGranule, 1024 * 1024 * 1024);
        if (UploadPartBytes % UploadGranule != 0) throw Bad(nameof(UploadPartBytes), $"is {UploadPartBytes}", $"Set a multiple of {UploadGranule}.");
        Range(nameof(MaxResponseBytes), MaxResponseBytes, 1024 * 1024, 1024 * 1024 * 1024);
    }

    private static void Range<T>(string key, T value, T least, T most) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0) throw Bad(key, $"is {value}", $"Set it between {least} and {most}.");
    }

    private static BigQueryOptionsException Bad(string key, string problem, string remedy) => new($"{Section}:{key} {problem}. {remedy}");
}
