using System.Globalization;

namespace SmartKart.Scoring.Registry;

/// <summary>
/// Registered models in MLflow's file layout, so that its tools read them, too (<c>mlflow ui --backend-store-uri FOLDER</c>):
/// <code>
///   models/NAME/meta.yaml
///   models/NAME/version-N/meta.yaml     run_id, source: where its artifacts are
///   models/NAME/aliases/ALIAS           the version's number
///   EXPERIMENT/RUN/…                    what a training run measured, and its artifacts
/// </code>
/// Changes are whole files that are put in place of others, so a reader sees one state or the next. One writer at a time.
/// </summary>
/// <param name="root">The folder, which MLflow calls <c>mlruns</c>.</param>
public sealed class ModelRegistry(string root) : IModelRegistry
{
    private const string VersionPrefix = "version-", Meta = "meta.yaml", Aliases = "aliases";

    /// <inheritdoc />
    public string Location { get; } = Path.GetFullPath(root);

    /// <inheritdoc />
    public IReadOnlyList<string> Names(CancellationToken cancel = default) =>
        Directory.Exists(Models) ? [.. Directory.EnumerateDirectories(Models).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)] : [];

    /// <inheritdoc />
    public IReadOnlyList<ModelVersion> Versions(string name, CancellationToken cancel = default)
    {
        var aliases = AliasesOf(name).ToLookup(each => each.Version, each => each.Alias);
        return [.. Directory.EnumerateDirectories(FolderOf(name), VersionPrefix + "*")
            .Select(folder => Read(name, folder, aliases)).OrderByDescending(version => version.Version)];
    }

    /// <inheritdoc />
    public ModelVersion Find(string name, string versionOrAlias, CancellationToken cancel = default) =>
        ModelVersion.Choose(Versions(name, cancel), name, versionOrAlias);

    /// <inheritdoc />
    public ModelVersion? TryFind(string name, string aliasName, CancellationToken cancel = default) =>
        Directory.Exists(Path.Combine(Models, name)) ? Versions(name, cancel).FirstOrDefault(version => version.Aliases.Contains(aliasName)) : null;

    /// <inheritdoc />
    public ModelVersion Register(string name, string runId, string source, string description, DateTimeOffset now, CancellationToken cancel = default)
    {
        ModelName.Check(name);
        var (folder, millis) = (Path.Combine(Models, name), now.ToUnixTimeMilliseconds());
        var meta = Path.Combine(folder, Meta);
        var created = File.Exists(meta) && long.TryParse(MetaFile.Read(meta)["creation_timestamp"], CultureInfo.InvariantCulture, out var first) ? first : millis;
        MetaFile.Write(meta, ("name", name), ("creation_timestamp", created), ("last_updated_timestamp", millis), ("description", null));
        var number = Versions(name, cancel).Select(version => version.Version).DefaultIfEmpty().Max() + 1;
        MetaFile.Write(
            Path.Combine(folder, VersionPrefix + number.ToString(CultureInfo.InvariantCulture), Meta),
            ("name", name), ("version", number), ("creation_timestamp", millis), ("last_updated_timestamp", millis), ("description", description), ("current_stage", "None"),
            ("source", source), ("storage_location", source), ("run_id", runId), ("run_link", null), ("status", "READY"), ("status_message", null), ("user_id", null));
        return Find(name, number.ToString(CultureInfo.InvariantCulture), cancel);
    }

    /// <inheritdoc />
    public void SetAlias(string name, string aliasName, int version, CancellationToken cancel = default)
    {
        ModelName.Check(aliasName);
        Find(name, version.ToString(CultureInfo.InvariantCulture), cancel);
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(FolderOf(name), Aliases)).FullName, aliasName);
        File.WriteAllText(file + ".partial", version.ToString(CultureInfo.InvariantCulture));
        File.Move(file + ".partial", file, overwrite: true);
    }

    /// <inheritdoc />
    public void RemoveAlias(string name, string aliasName, CancellationToken cancel = default)
    {
        ModelName.Check(aliasName);
        var file = Path.Combine(FolderOf(name), Aliases, aliasName);
        if (File.Exists(file)) File.Delete(file);       // its folder is made with the first alias
    }

    /// <summary>Where they were registered: nothing is copied.</summary>
    public string ArtifactsOf(ModelVersion version, CancellationToken cancel = default) => version.Source;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, double> MetricsOf(ModelVersion version, CancellationToken cancel = default)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(version.Source)) ?? "", "metrics");       // RUN/artifacts/model → RUN/metrics
        if (!Directory.Exists(folder)) return new Dictionary<string, double>();
        return Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
            .Select(file => (Name: Path.GetFileName(file), Fields: File.ReadLines(file).Last().Split(' ')))
            .ToDictionary(each => each.Name, each => double.Parse(each.Fields[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }

    private string Models => Path.Combine(Location, "models");

    private string FolderOf(string name)
    {
        ModelName.Check(name);
        var folder = Path.Combine(Models, name);
        if (Directory.Exists(folder)) return folder;
        throw new RegistryException(
            $"No model is registered as {name} in {Location}; there are {string.Join(", ", Names().DefaultIfEmpty("none"))}. Train one, or name the right folder.");
    }

    private IEnumerable<(string Alias, int Version)> AliasesOf(string name)
    {
        var folder = Path.Combine(FolderOf(name), Aliases);
        if (!Directory.Exists(folder)) yield break;
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => !file.EndsWith(".partial", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (!int.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var version))
                throw new RegistryException($"The alias {file} names no version. Write a version's number into it, or delete it.");
            yield return (Path.GetFileName(file), version);
        }
    }

    private static ModelVersion Read(string name, string folder, ILookup<int, string> aliases)
    {
        var meta = MetaFile.Read(Path.Combine(folder, Meta));
        if (!int.TryParse(meta["version"], CultureInfo.InvariantCulture, out var version)
            || !long.TryParse(meta["creation_timestamp"], CultureInfo.InvariantCulture, out var created))
            throw new RegistryException($"{Path.Combine(folder, Meta)} has no version or no creation_timestamp. Register the model again.");
        return new ModelVersion(name, version, meta["run_id"], meta["source"], DateTimeOffset.FromUnixTimeMilliseconds(created), meta["description"], [.. aliases[version]]);
    }
}
