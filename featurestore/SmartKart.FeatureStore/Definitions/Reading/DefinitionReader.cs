using SmartKart.FeatureStore.Definitions.Reading.Yaml;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>
/// Reads the documents of a set of files, whatever their order: entities first, then views with a source, then views that read those, then
/// services. It goes on after a fault and tells all of them at the end.
/// </summary>
internal static class DefinitionReader
{
    private static readonly string[] Kinds = ["feature_view", "feature_service", "entity"];

    /// <exception cref="DefinitionException">A definition is unsound; every fault that was found is in it.</exception>
    internal static DefinitionSet Read(IEnumerable<DefinitionFile> files)
    {
        var faults = new FaultList();
        var documents = files.SelectMany(file => YamlReader.Read(file.Name, file.Text, faults)).Select(value => Classify(value, faults)).ToArray();
        var declared = new DeclaredDefinitions(faults);

        var entities = new EntityReader(faults, declared);
        var views = new FeatureViewReader(faults, declared);
        var services = new FeatureServiceReader(faults, declared);
        foreach (var document in Of("entity")) entities.Read(document);
        foreach (var document in Of("feature_view").Where(view => view.Find("reads") is null)) views.Read(document);
        foreach (var document in Of("feature_view").Where(view => view.Find("reads") is not null)) views.Read(document);
        foreach (var document in Of("feature_service")) services.Read(document);

        faults.ThrowIfAny();
        return new DefinitionSet(declared.Entities, declared.Views, declared.Services);

        // A kind is a mapping's: one that has it isn't null.
        IEnumerable<YamlMapping> Of(string kind) => documents.Where(document => document.Kind == kind).Select(document => document.Mapping!);
    }

    private static (string? Kind, YamlMapping? Mapping) Classify(YamlValue document, FaultList faults)
    {
        const string remedy = "Begin it with 'entity: name', 'feature_view: name' or 'feature_service: name'; several are divided by a line of '---'.";
        if (document is not YamlMapping mapping)
        {
            if (document is not YamlRefused) faults.Add(document.At, "", $"a definition is keys and values, and this is {document.Kind}. {remedy}");
            return default;
        }
        if (Array.Find(Kinds, kind => mapping.Find(kind) is not null) is { } found) return (found, mapping);
        var misspelt = mapping.Entries.Select(entry => (entry.Key, Nearest: NearestName.Of(entry.Key.Text, Kinds)))
            .FirstOrDefault(entry => entry.Nearest is not null);
        if (misspelt.Nearest is { } meant)
            faults.Add(misspelt.Key.At, misspelt.Key.Text, $"there is no definition of the kind '{misspelt.Key.Text}'. Did you mean '{meant}'?");
        else
            faults.Add(mapping.At, "", $"this defines nothing. {remedy}");
        return default;
    }
}
