namespace SmartKart.Scoring.Registry;

/// <summary>
/// Where the tracking server serves an artifact. It names them <c>mlflow-artifacts:/EXPERIMENT/RUN/artifacts/…</c>, with or without its own host, or by that
/// whole address; those that clients would have to fetch from a store themselves (<c>s3://…</c>, a folder of the server's) it doesn't serve.
/// </summary>
internal static class ArtifactUri
{
    private const string Scheme = "mlflow-artifacts", Served = "api/2.0/mlflow-artifacts/artifacts/";

    /// <exception cref="RegistryException">The server doesn't serve it: no credentials go elsewhere.</exception>
    public static Uri Resolve(Uri server, string artifact)
    {
        var root = new Uri(server, Served);
        if (Uri.TryCreate(artifact, UriKind.Absolute, out var uri) && !uri.AbsolutePath.Contains("/../", StringComparison.Ordinal))
        {
            if (uri.Scheme == Scheme && (uri.Host.Length == 0 || IsSame(uri, server)))
                return new Uri(root, Escaped(uri.AbsolutePath));
            if (uri.Scheme is "http" or "https" && uri.AbsoluteUri.StartsWith(root.AbsoluteUri, StringComparison.Ordinal))
                return uri;
        }
        throw new RegistryException(
            $"{server} keeps the artifact {artifact} where only its store is asked for it. " +
            "Start the server with --serve-artifacts, and register the model again.");
    }

    private static bool IsSame(Uri artifact, Uri server) => artifact.Host == server.Host && (artifact.Port == -1 || artifact.Port == server.Port);

    private static string Escaped(string path) =>
        string.Join('/', path.TrimStart('/').Split('/').Select(part => Uri.EscapeDataString(Uri.UnescapeDataString(part))));
}
