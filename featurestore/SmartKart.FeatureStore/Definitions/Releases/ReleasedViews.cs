using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartKart.FeatureStore.Definitions.Reading;

namespace SmartKart.FeatureStore.Definitions.Releases;

/// <summary>
/// The fingerprints of views that were released: computed, stored and trained on. A released version of a view never changes, since what it
/// has stored would then mean something else; a changed view is a new version. Immutable.
/// </summary>
public sealed class ReleasedViews
{
    /// <summary>The file beside the definitions that keeps them.</summary>
    public const string FileName = "released.json";

    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private ReleasedViews(string file, IReadOnlyDictionary<string, ViewFingerprint> byId) => (File, ById) = (file, byId);

    /// <summary>The file that keeps them, whether or not it is there yet; empty for those of a set.</summary>
    public string File { get; }

    /// <summary>The fingerprints, by <see cref="FeatureView.Id"/>.</summary>
    public IReadOnlyDictionary<string, ViewFingerprint> ById { get; }

    /// <summary>Nothing released yet.</summary>
    /// <param name="file">Where it would be kept.</param>
    public static ReleasedViews None(string file) => new(file, new SortedDictionary<string, ViewFingerprint>(StringComparer.Ordinal));

    /// <summary>What was released from a folder of definitions, or from the folder of a file of them.</summary>
    /// <exception cref="DefinitionException">The file says it in a form that cannot be read.</exception>
    public static ReleasedViews Beside(string path) => DefinitionFolder.Released(path);

    /// <summary>The views of a set as they are now.</summary>
    public static ReleasedViews Of(DefinitionSet set) => None("").With(set);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="file">How errors name it.</param>
    /// <param name="json">Its text.</param>
    /// <exception cref="DefinitionException">It is something else.</exception>
    public static ReleasedViews Parse(string file, string json)
    {
        try
        {
            var byId = JsonSerializer.Deserialize<SortedDictionary<string, ViewFingerprint>>(json, Layout);
            if (byId is not null && byId.All(each => IsId(each.Key) && each.Value is { View.Length: 64, Features: not null }))
                return new ReleasedViews(file, new SortedDictionary<string, ViewFingerprint>(byId, StringComparer.Ordinal));
            throw Unreadable(file, 1, 1, "an entry isn't 'view@version' with its fingerprints");
        }
        catch (JsonException fault)
        {
            var (line, column) = ((int)(fault.LineNumber ?? 0) + 1, (int)(fault.BytePositionInLine ?? 0) + 1);
            throw Unreadable(file, line, column, fault.Message.ReplaceLineEndings(" ").TrimEnd('.'));
        }
    }

    /// <summary>The file's text: view by view in the order of their names.</summary>
    public string ToJson() => JsonSerializer.Serialize(ById, Layout) + "\n";

    /// <summary>With every view of a set that isn't in it yet. What was released stays as it was.</summary>
    public ReleasedViews With(DefinitionSet set)
    {
        var byId = new SortedDictionary<string, ViewFingerprint>(StringComparer.Ordinal);
        foreach (var (id, fingerprint) in ById) byId.Add(id, fingerprint);
        foreach (var view in set.Views) byId.TryAdd(view.Id, ViewFingerprint.Of(view));
        return new ReleasedViews(File, byId);
    }

    /// <summary>Holds a set to it.</summary>
    /// <exception cref="DefinitionException">A view has the name and version of a released one, and another content.</exception>
    public void Check(DefinitionSet set)
    {
        var changes = DefinitionChange.Between(this, Of(set)).Where(change => change.Kind == ChangeKind.Changed).ToDictionary(change => change.View);
        DefinitionFault[] faults = [.. set.Views.Where(view => changes.ContainsKey(view.Id)).Select(view => Refuse(view, changes[view.Id]))];
        if (faults.Length > 0) throw new DefinitionException(faults);
    }

    private DefinitionFault Refuse(FeatureView view, DefinitionChange change)
    {
        var versions = ById.Keys.Where(id => id.StartsWith(view.Name + "@", StringComparison.Ordinal)).Select(id => id[(view.Name.Length + 1)..]);
        var next = versions.Max(version => int.Parse(version, CultureInfo.InvariantCulture)) + 1;
        return new DefinitionFault(view.At, view.Name,
            $"version {view.Version} was released with another content ({change.Summary}). Give it version: {next}; "
                + $"version {view.Version} goes on until it is removed, so leave its definition as it was.");
    }

    private static bool IsId(string id) =>
        id.Split('@') is [_, var version] && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static DefinitionException Unreadable(string file, int line, int column, string problem) =>
        new([new DefinitionFault(new DefinitionPosition(file, line, column), "", $"this says not what was released: {problem}. "
            + "Take it back from version control, where 'features release' wrote it.")]);
}
