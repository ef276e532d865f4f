namespace SmartKart.Scoring.Registry;

/// <summary>
/// Registered models: their versions, the aliases that name one each, and the artifacts of a version. A folder (<see cref="ModelRegistry"/>) or an MLflow
/// tracking server (<see cref="MlflowRegistry"/>). Every call may throw a <see cref="RegistryException"/> that says what to mend.
/// </summary>
public interface IModelRegistry
{
    /// <summary>Where it is: the folder's path or the server's address.</summary>
    string Location { get; }

    /// <summary>The registered models' names, in order.</summary>
    IReadOnlyList<string> Names(CancellationToken cancel = default);

    /// <summary>A model's versions, the latest first.</summary>
    /// <exception cref="RegistryException">There is no such model.</exception>
    IReadOnlyList<ModelVersion> Versions(string name, CancellationToken cancel = default);

    /// <summary>A version by its number or an alias: <c>3</c>, <c>champion</c>.</summary>
    /// <exception cref="RegistryException">There is none.</exception>
    ModelVersion Find(string name, string versionOrAlias, CancellationToken cancel = default);

    /// <summary>A version by its alias, or null where the model or the alias isn't there yet.</summary>
    ModelVersion? TryFind(string name, string aliasName, CancellationToken cancel = default);

    /// <summary>Registers artifacts as the model's next version.</summary>
    /// <param name="name">The model's; made if it is new. Letters, digits, '_', '-' and '.'.</param>
    /// <param name="runId">The training run.</param>
    /// <param name="source">Where its artifacts are: a folder, or the server's URI of one.</param>
    /// <param name="description">What there is to say.</param>
    /// <param name="now">When; a server goes by its own clock.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="RegistryException">The name can't be a model's.</exception>
    ModelVersion Register(string name, string runId, string source, string description, DateTimeOffset now, CancellationToken cancel = default);

    /// <summary>Calls a version by an alias, which whoever had it loses.</summary>
    /// <exception cref="RegistryException">There is no such version.</exception>
    void SetAlias(string name, string aliasName, int version, CancellationToken cancel = default);

    /// <summary>Takes an alias away; nothing where there is none.</summary>
    void RemoveAlias(string name, string aliasName, CancellationToken cancel = default);

    /// <summary>The folder on this machine that has a version's artifacts. What was downloaded is what its <c>MLmodel</c> says, file by file.</summary>
    string ArtifactsOf(ModelVersion version, CancellationToken cancel = default);

    /// <summary>What a version's run measured: each metric's last value, by name; none where the run is gone.</summary>
    IReadOnlyDictionary<string, double> MetricsOf(ModelVersion version, CancellationToken cancel = default);
}
