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
public sealed class ModelRegistry(string root)
{
    private const string VersionPrefix = "version-", Meta = "meta.yaml", Aliases = "aliases";

    /// <summary>Where it is.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The registered models' names, in order.</summary>
    public IReadOnlyList<string> Names() =>
        Directory.Exists(Models) ? [.. Directory.EnumerateDirectories(Models).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)] : [];

    /// <summary>A model's versions, the latest first.</summary>
    /// <exception cref="RegistryException">There is no such model.</exception>
    public IReadOnlyList<ModelVersion> Versions(string name)
    {
        var aliases = AliasesOf(name).ToLookup(each => each.Version, each => each.Alias);
        return [.. Directory.EnumerateDirectories(FolderOf(name), VersionPrefix + "*")
            .Select(folder => Read(name, folder, aliases)).OrderByDescending(version => version.Version)];
    }

    /// <summary>A version by its number or an alias: <c>3</c>, <c>champion</c>.</summary>
    /// <exception cref="RegistryException">There is none.</exception>
    public ModelVersion Find(string name, string versionOrAlias)
    {
        var versions = Versions(name);
        return versions.FirstOrDefault(version => version.Aliases.Contains(versionOrAlias) || version.Version.ToString(CultureInfo.InvariantCulture) == versionOrAlias)
            ?? throw new RegistryException(
                $"The model {name} has no version or alias '{versionOrAlias}'. It has the versions {string.Join(", ", versions.Select(version => version.Version))}" +
                $" and the aliases {string.Join(", ", AliasesOf(name).Select(each => each.Alias).DefaultIfEmpty("none"))}.");
    }

    /// <summary>The same, or null where the model or the alias isn't there yet.</summary>
    public ModelVersion? TryFind(string name, string alias) =>
        Directory.Exists(Path.Combine(Models, name)) ? Versions(name).FirstOrDefault(version => version.Aliases.Contains(alias)) : null;

    /// <summary>Registers artifacts as the model's next version.</summary>
    /// <param name="name">The model's; made if it is new.</param>
    /// <param name="runId">The training run.</param>
    /// <param name="source">The folder of its artifacts.</param>
    /// <param name="description">What there is to say.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RegistryException">The name can't be a folder's.</exception>
    public ModelVersion Register(string name, string runId, string source, string description, DateTimeOffset now)
    {
        Check(name);
        var (folder, millis) = (Path.Combine(Models, name), now.ToUnixTimeMilliseconds());
        var meta = Path.Combine(folder, Meta);
        var created = File.Exists(meta) && long.TryParse(MetaFile.Read(meta)["creation_timestamp"], CultureInfo.InvariantCulture, out var first) ? first : millis;
        MetaFile.Write(meta, ("name", name), ("creation_timestamp", created), ("last_updated_timestamp", millis), ("description", null));
        var number = Versions(name).Select(version => version.Version).DefaultIfEmpty().Max() + 1;
        MetaFile.Write(
            Path.Combine(folder, VersionPrefix + number.ToString(CultureInfo.InvariantCulture), Meta),
            ("name", name), ("version", number), ("creation_timestamp", millis), ("last_updated_timestamp", millis), ("description", description), ("current_stage", "None"),
            ("source", source), ("storage_location", source), ("run_id", runId), ("run_link", null), ("status", "READY"), ("status_message", null), ("user_id", null));
        return Find(name, number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Calls a version by an alias, which whoever had it loses.</summary>
    /// <exception cref="RegistryException">There is no such version.</exception>
    public void SetAlias(string name, string alias, int version)
    {
        Check(alias);
        Find(name, version.ToString(CultureInfo.InvariantCulture));
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(FolderOf(name), Aliases)).FullName, alias);
        File.WriteAllText(file + ".partial", version.ToString(CultureInfo.InvariantCulture));
        File.Move(file + ".partial", file, overwrite: true);
    }

    /// <summary>Takes an alias away; nothing where there is none.</summary>
    public void RemoveAlias(string name, string alias) => File.Delete(Path.Combine(FolderOf(name), Aliases, alias));

    private string Models => Path.Combine(Root, "models");

    private string FolderOf(string name)
    {
        Check(name);
        var folder = Path.Combine(Models, name);
        if (Directory.Exists(folder)) return folder;
        throw new RegistryException(
            $"No model is registered as {name} in {Root}; there are {string.Join(", ", Names().DefaultIfEmpty("none"))}. Train one, or name the right folder.");
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

    private static void Check(string name)
    {
        if (name.Length == 0 || name is "." or ".." || name.Any(each => !char.IsAsciiLetterOrDigit(each) && each is not ('_' or '-' or '.')))
            throw new RegistryException($"'{name}' can't be a model's name or alias. Use letters, digits, '_', '-' and '.'.");
    }
}
