using System.Globalization;

namespace SmartKart.Scoring.Registry;

/// <summary>A version of a registered model.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Version">From 1.</param>
/// <param name="RunId">The training run that made it.</param>
/// <param name="Source">Where its artifacts are: a folder, or the tracking server's URI of one.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="Description">What its maker said of it; empty where nothing.</param>
/// <param name="Aliases">By which names it is called, such as <c>champion</c>.</param>
public sealed record ModelVersion(string Name, int Version, string RunId, string Source, DateTimeOffset CreatedAt, string Description, IReadOnlyList<string> Aliases)
{
    /// <summary>One of a model's versions, by its number or an alias.</summary>
    /// <exception cref="RegistryException">There is none.</exception>
    internal static ModelVersion Choose(IReadOnlyList<ModelVersion> versions, string name, string versionOrAlias) =>
        versions.FirstOrDefault(version => version.Aliases.Contains(versionOrAlias) || version.Version.ToString(CultureInfo.InvariantCulture) == versionOrAlias)
            ?? throw new RegistryException(
                $"The model {name} has no version or alias '{versionOrAlias}'. It has the versions {string.Join(", ", versions.Select(version => version.Version))}" +
                $" and the aliases {string.Join(", ", versions.SelectMany(version => version.Aliases).Order(StringComparer.Ordinal).DefaultIfEmpty("none"))}.");
}

/// <summary>The aliases that SmartKart goes by.</summary>
public static class ModelAliases
{
    /// <summary>Serving answers with this one.</summary>
    public const string Champion = "champion";

    /// <summary>The last one trained, which was not better than the champion, or wasn't held to it yet.</summary>
    public const string Candidate = "candidate";

    /// <summary>The champion before this one, to go back to.</summary>
    public const string Previous = "previous";
}
