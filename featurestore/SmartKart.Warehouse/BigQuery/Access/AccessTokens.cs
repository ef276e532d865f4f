namespace SmartKart.Warehouse.BigQuery;

/// <summary>Where the requests' bearer tokens come from.</summary>
internal abstract class AccessTokens : IDisposable
{
    /// <summary>What may be asked: queries, loads, and the reading of what a load names in Cloud Storage.</summary>
    protected const string Scope = "https://www.googleapis.com/auth/bigquery";

    /// <summary>Whether a token that was refused may be exchanged for another.</summary>
    public abstract bool MayRenew { get; }

    /// <summary>A token that is valid now; null where requests go without.</summary>
    /// <param name="refused">The token that BigQuery would not take any more; null on a first try.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public abstract ValueTask<string?> GetAsync(string? refused, CancellationToken cancellation);

    public abstract void Dispose();

    /// <summary>What the options name.</summary>
    public static AccessTokens From(BigQueryOptions options) => options switch
    {
        { Anonymous: true } => new FixedToken(null),
        { AccessToken: { } token } => new FixedToken(token),
        _ => new GoogleTokens(options.CredentialsPath),
    };
}
