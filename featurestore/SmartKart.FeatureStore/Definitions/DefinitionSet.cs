using SmartKart.FeatureStore.Definitions.Reading;
using SmartKart.FeatureStore.Definitions.Releases;

namespace SmartKart.FeatureStore.Definitions;

/// <summary>A file of definitions.</summary>
/// <param name="Name">How errors name it.</param>
/// <param name="Text">YAML: one definition a document.</param>
public sealed record DefinitionFile(string Name, string Text);

/// <summary>Entities, feature views and feature services that fit together and fit the event contracts. Immutable, safe to share between threads.</summary>
public sealed class DefinitionSet
{
    private const string ShippedFolder = "definitions/";

    private static readonly Lazy<DefinitionSet> _shipped = new(() => Parse([.. ShippedFiles()]));

    internal DefinitionSet(IReadOnlyList<Entity> entities, IReadOnlyList<FeatureView> views, IReadOnlyList<FeatureService> services) =>
        (Entities, Views, Services) = (entities, views, services);

    /// <summary>The definitions this library was built with: <c>featurestore/definitions/</c>.</summary>
    public static DefinitionSet Shipped => _shipped.Value;

    /// <summary>The entities, in the order of the files.</summary>
    public IReadOnlyList<Entity> Entities { get; }

    /// <summary>The views: those with a source in the order of the files, then those that read others. Versions of one are several views.</summary>
    public IReadOnlyList<FeatureView> Views { get; }

    /// <summary>The services, in the order of the files.</summary>
    public IReadOnlyList<FeatureService> Services { get; }

    /// <summary>The view of that name, or of that name and version (<c>user_activity@1</c>).</summary>
    /// <exception cref="UnknownDefinitionException">There is none, or the name alone means several.</exception>
    public FeatureView View(string reference)
    {
        var meant = Views.Where(view => view.Name == reference || view.Id == reference).ToArray();
        return meant.Length switch
        {
            1 => meant[0],
            0 => throw UnknownDefinitionException.Of("feature view", reference, [.. Views.SelectMany(view => new[] { view.Name, view.Id }).Distinct()]),
            _ => throw new UnknownDefinitionException($"'{reference}' has several versions. Say which: {string.Join(" or ", meant.Select(view => view.Id))}."),
        };
    }

    /// <summary>The service of that name.</summary>
    /// <exception cref="UnknownDefinitionException">There is none.</exception>
    public FeatureService Service(string name) => Services.FirstOrDefault(service => service.Name == name)
        ?? throw UnknownDefinitionException.Of("feature service", name, [.. Services.Select(service => service.Name)]);

    /// <summary>Reads definitions; a document may refer to any other, in any file.</summary>
    /// <exception cref="DefinitionException">One is unsound; every fault that was found is in it.</exception>
    public static DefinitionSet Parse(params IEnumerable<DefinitionFile> files) => DefinitionReader.Read(files);

    /// <summary>
    /// Reads a file, or the <c>*.yaml</c> of a folder, and holds them to what was released from there (<see cref="ReleasedViews.FileName"/>
    /// beside them): a released version of a view stays as it is.
    /// </summary>
    /// <exception cref="DefinitionException">There is nothing to read, or a definition is unsound.</exception>
    public static DefinitionSet Read(string path)
    {
        var set = ReadDraft(path);
        ReleasedViews.Beside(path).Check(set);
        return set;
    }

    /// <summary>As <see cref="Read"/>, but without holding them to what was released: for telling what differs from it.</summary>
    /// <exception cref="DefinitionException">There is nothing to read, or a definition is unsound.</exception>
    public static DefinitionSet ReadDraft(string path) => Parse(DefinitionFolder.Files(path));

    private static IEnumerable<DefinitionFile> ShippedFiles()
    {
        var library = typeof(DefinitionSet).Assembly;
        var names = library.GetManifestResourceNames()
            .Where(name => name.StartsWith(ShippedFolder, StringComparison.Ordinal) && name.EndsWith(".yaml", StringComparison.Ordinal));
        foreach (var resource in names.Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(library.GetManifestResourceStream(resource)!);      // its name was just listed
            yield return new DefinitionFile($"featurestore/{resource}", reader.ReadToEnd());
        }
    }
}
