using System.CommandLine;
using System.Globalization;
using SmartKart.Local.Clusters;
using SmartKart.Local.Models;
using SmartKart.Local.Terminal;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Training.Registry;

namespace SmartKart.Local.Commands;

/// <summary>Makes the champion of before the champion again.</summary>
internal sealed class ModelsRollbackCommand : Command, IHasExamples
{
    private readonly Argument<string> _name = new("name") { Description = "The registered model." };
    private readonly Option<DirectoryInfo?> _registry = RegistryOption.Create();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the line." };

    public ModelsRollbackCommand() : base("rollback", "Make the champion of before the champion again; the present one becomes 'previous'.")
    {
        LocalConfiguration.AddModelFlags(this);
        Add(_name);
        Add(_registry);
        Add(_json);
        SetAction(parsed => ModelFaults.AsCommands(() => Run(parsed)));
    }

    public IReadOnlyList<Example> Examples { get; } = [new("smartkart models rollback shop_recommender", "the champion of before is served again")];

    private int Run(ParseResult parsed)
    {
        var registry = RegistryOption.Read(parsed, _registry);
        var name = parsed.GetRequiredValue(_name);
        var before = registry.Find(name, ModelAliases.Previous);
        RecommenderArtifact.Open(registry.ArtifactsOf(before)).Dispose();
        RecommenderRegistration.Promote(registry, name, before.Version, ModelAliases.Champion);
        if (parsed.GetValue(_json)) JsonOutput.Print(registry.Find(name, ModelAliases.Champion));
        else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} version {before.Version} is the champion again."));
        return ExitCode.Done;
    }
}
