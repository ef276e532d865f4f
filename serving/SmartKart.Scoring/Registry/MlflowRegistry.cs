using System.Globalization;

namespace SmartKart.Scoring.Registry;

/// <summary>
/// Registered models of an MLflow tracking server. Artifacts are downloaded once, by run and version, and held to their <c>MLmodel</c> whenever they are asked
/// for. Thread safe.
/// </summary>
/// <param name="server">Which; disposed of by who made it.</param>
/// <param name="options">The folder for downloads, and the pages' size.</param>
public sealed class MlflowRegistry(TrackingServer server, MlflowOptions options) : IModelRegistry
{
    private readonly ArtifactCache _cache = new(server, options.CacheDirectory);

    /// <summary>Where runs are logged, too.</summary>
    public TrackingServer Server => server;

    /// <inheritdoc />
    public string Location => server.Address.AbsoluteUri.TrimEnd('/');

    /// <inheritdoc />
    public IReadOnlyList<string> Names(CancellationToken cancel = default) =>
    [
        .. Pages<RegisteredModelsPage>("registered-models/search", "list its models", [], page => page.NextPageToken, cancel)
            .SelectMany(page => page.RegisteredModels ?? []).Select(model => model.Name).Order(StringComparer.Ordinal),
    ];

    /// <inheritdoc />
    public IReadOnlyList<ModelVersion> Versions(string name, CancellationToken cancel = default) =>
        VersionsOrNull(name, cancel) ?? throw new RegistryException(
            $"No model is registered as {name} at {Location}; there are {string.Join(", ", Names(cancel).DefaultIfEmpty("none"))}. " +
            "Train one, or set Mlflow:TrackingUri to the right server.");

    /// <inheritdoc />
    public ModelVersion Find(string name, string versionOrAlias, CancellationToken cancel = default) =>
        ModelVersion.Choose(Versions(name, cancel), name, versionOrAlias);

    /// <inheritdoc />
    public ModelVersion? TryFind(string name, string aliasName, CancellationToken cancel = default) =>
        VersionsOrNull(name, cancel)?.FirstOrDefault(version => version.Aliases.Contains(aliasName));

    /// <inheritdoc />
    public ModelVersion Register(string name, string runId, string source, string description, DateTimeOffset now, CancellationToken cancel = default)
    {
        ModelName.Check(name);
        try
        {
            server.Post<EmptyAnswer>("registered-models/create", $"register the model {name}", new { name }, isRepeatable: true, cancel);
        }
        catch (TrackingServerException fault) when (fault.IsAlreadyThere)
        {
            // It gets another version.
        }
        var answer = server.Post<ModelVersionAnswer>(
            "model-versions/create", $"register a version of the model {name}", new { name, source, runId, description }, isRepeatable: false, cancel);
        return Read(name, answer.ModelVersion, []);
    }

    /// <inheritdoc />
    public void SetAlias(string name, string aliasName, int version, CancellationToken cancel = default)
    {
        ModelName.Check(aliasName);
        var number = version.ToString(CultureInfo.InvariantCulture);
        server.Post<EmptyAnswer>(
            "registered-models/alias", $"call version {number} of the model {name} {aliasName}", new { name, alias = aliasName, version = number }, isRepeatable: true, cancel);
    }

    /// <inheritdoc />
    public void RemoveAlias(string name, string aliasName, CancellationToken cancel = default)
    {
        ModelName.Check(aliasName);
        if (TryFind(name, aliasName, cancel) is null) return;
        server.Delete("registered-models/alias", $"take the alias {aliasName} of the model {name} away", new { name, alias = aliasName }, cancel);
    }

    /// <inheritdoc />
    public string ArtifactsOf(ModelVersion version, CancellationToken cancel = default)
    {
        var source = server.Get<DownloadUriAnswer>(
            "model-versions/get-download-uri", $"say where the artifacts of {version.Name} version {version.Version} are", Of(version), cancel).ArtifactUri;
        return _cache.Folder(version, source, cancel);
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, double> MetricsOf(ModelVersion version, CancellationToken cancel = default)
    {
        if (version.RunId.Length == 0) return new Dictionary<string, double>();
        try
        {
            var run = server.Get<RunAnswer>("runs/get", $"give the run {version.RunId}", [("run_id", version.RunId)], cancel).Run;
            return (run.Data?.Metrics ?? []).OrderBy(metric => metric.Key, StringComparer.Ordinal)
                .ToDictionary(metric => metric.Key, metric => metric.Value, StringComparer.Ordinal);
        }
        catch (TrackingServerException fault) when (fault.IsNotFound)
        {
            return new Dictionary<string, double>();        // the run was deleted, and its model is there still
        }
    }

    private IReadOnlyList<ModelVersion>? VersionsOrNull(string name, CancellationToken cancel)
    {
        ILookup<int, string> aliases;
        try
        {
            var model = server.Get<RegisteredModelAnswer>("registered-models/get", $"give the model {name}", [("name", name)], cancel).RegisteredModel;
            aliases = (model.Aliases ?? []).ToLookup(each => each.Version, each => each.Alias);
        }
        catch (TrackingServerException fault) when (fault.IsNotFound)
        {
            return null;
        }
        var quote = name.Contains('\'') ? '"' : '\'';       // MLflow's filters know both, and no escape
        return
        [
            .. Pages<ModelVersionsPage>(
                    "model-versions/search", $"list the versions of the model {name}", [("filter", $"name={quote}{name}{quote}")], page => page.NextPageToken, cancel)
                .SelectMany(page => page.ModelVersions ?? []).Select(body => Read(name, body, aliases[body.Version]))
                .OrderByDescending(version => version.Version),
        ];
    }

    private IEnumerable<T> Pages<T>(string method, string purpose, IReadOnlyList<(string, string)> query, Func<T, string?> next, CancellationToken cancel)
    {
        List<(string, string)> first = [.. query, ("max_results", options.PageSize.ToString(CultureInfo.InvariantCulture))];
        var token = "";
        do
        {
            var answer = server.Get<T>(method, purpose, token.Length == 0 ? first : [.. first, ("page_token", token)], cancel);
            yield return answer;
            token = next(answer) ?? "";
        }
        while (token.Length > 0);
    }

    private static ModelVersion Read(string name, ModelVersionBody body, IEnumerable<string> aliases) => new(
        name, body.Version, body.RunId, body.Source, DateTimeOffset.FromUnixTimeMilliseconds(body.CreationTimestamp), body.Description,
        [.. aliases.Order(StringComparer.Ordinal)]);

    private static (string, string)[] Of(ModelVersion version) => [("name", version.Name), ("version", version.Version.ToString(CultureInfo.InvariantCulture))];
}
