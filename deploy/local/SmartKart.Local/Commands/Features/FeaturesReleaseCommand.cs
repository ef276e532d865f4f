using System.CommandLine;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Definitions.Releases;
using SmartKart.Local.Features;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>Records the fingerprints of the views that aren't released yet: from then on those versions stay as they are.</summary>
internal sealed class FeaturesReleaseCommand : Command, IHasExamples
{
    private readonly Option<string?> _definitions = DefinitionSource.Option();

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the line." };

    public FeaturesReleaseCommand() : base("release", $"Write the fingerprints of new views into {ReleasedViews.FileName} beside the definitions; "
        + "those versions then stay as they are.")
    {
        Add(_definitions);
        Add(_json);
        SetAction((parsed, cancel) => RunAsync(parsed.GetValue(_definitions) ?? DefinitionSource.Shipped, parsed.GetValue(_json), cancel));
    }

    public IReadOnlyList<Example> Examples { get; } = [new("smartkart features release", "before new views are deployed; commit the file with them")];

    private static async Task<int> RunAsync(string path, bool json, CancellationToken cancel)
    {
        var definitions = DefinitionSource.OrFaults(() => DefinitionSet.Read(path));
        if (definitions is null) return ExitCode.Failed;
        var released = ReleasedViews.Beside(path);
        var after = released.With(definitions);
        var added = after.ById.Keys.Except(released.ById.Keys).ToArray();
        if (added.Length > 0) await File.WriteAllTextAsync(released.File, after.ToJson(), cancel);
        if (json) JsonOutput.Print(new { file = released.File, released = added });
        else Console.WriteLine(added.Length == 0 ? $"{released.File} has every view already" : $"{released.File} written, with {string.Join(", ", added)}");
        return ExitCode.Done;
    }
}
