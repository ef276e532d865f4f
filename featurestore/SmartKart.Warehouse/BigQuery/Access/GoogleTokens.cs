using Google.Apis.Auth.OAuth2;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// Tokens by Google's own library: from a service account's key, or from what it finds by itself (the environment, the gcloud login, the machine).
/// It remembers a token until shortly before its end. Safe to share between threads.
/// </summary>
internal sealed class GoogleTokens(string? path) : AccessTokens
{
    private readonly SemaphoreSlim _gate = new(1, 1);      // guards the two below: one load and one renewal at a time
    private GoogleCredential? _credential;
    private string? _refused;

    public override bool MayRenew => true;

    public override async ValueTask<string?> GetAsync(string? refused, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            _credential ??= (await FindAsync(cancellation)).CreateScoped(Scope);
            // Of many requests that the same token was refused to, the first renews it.
            if (refused is not null && refused != _refused && _credential.UnderlyingCredential is ServiceCredential renewable)
            {
                _refused = refused;
                await renewable.RequestAccessTokenAsync(cancellation);
            }
            return await _credential.UnderlyingCredential.GetAccessTokenForRequestAsync(cancellationToken: cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)        // the library's are of many families
        {
            throw new BigQueryAccessException($"Google gave no access token for {Name}: {e.Message} " +
                "Check that the credentials are there and not revoked, and that this machine's clock is right.", e);
        }
        finally
        {
            _gate.Release();
        }
    }

    private string Name => path is null ? "the application default credentials" : $"the service account's key {path}";

    public override void Dispose() => _gate.Dispose();

    // Of a key's own kind alone: another kind of file may name any address to send secrets to, or any program to run.
    private static async Task<GoogleCredential> FromKeyAsync(string path, CancellationToken cancellation) =>
        (await CredentialFactory.FromFileAsync<ServiceAccountCredential>(path, cancellation)).ToGoogleCredential();

    private Task<GoogleCredential> FindAsync(CancellationToken cancellation) =>
        path is null ? GoogleCredential.GetApplicationDefaultAsync(cancellation) : FromKeyAsync(path, cancellation);
}
