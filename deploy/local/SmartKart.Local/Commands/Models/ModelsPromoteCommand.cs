using System.CommandLine;
using System.Globalization;
using SmartKart.Local.Clusters;
using SmartKart.Local.Models;
using SmartKart.Local.Terminal;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Training.Registry;

namespace SmartKart.Local.Commands;

/// <summary>Makes a version the champion.</summary>
internal sealed class ModelsPromoteCommand : Command, IHasExamples
{
    private readonly Argument<string> _name = new("name") { Description = "The registered model." };
    private readonly Argument<string> _version = new("version")
    {
        Description = "A version's number or an alias; the candidate unless given.",
        DefaultValueFactory = _ => ModelAliases.Candidate,
    };
    private readonly Option<DirectoryInfo?> _registry = RegistryOption.Create();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the line." };

    public ModelsPromoteCommand() : base("promote", "Make a version the champion, which is served; the one of before is kept as 'previous'.")
    {
        LocalConfiguration.AddModelFlags(this);
        Add(_name);
        Add(_version);
        Add(_registry);
        Add(_json);
        SetAction(parsed => ModelFaults.AsCommands(() => Run(parsed)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart models promote shop_recommender", "the candidate becomes champion"),
        new("smartkart models promote shop_recommender 3", "version 3 does"),
    ];

    private int Run(ParseResult parsed)
    {
        var registry = RegistryOption.Read(parsed, _registry);
        var version = registry.Find(parsed.GetRequiredValue(_name), parsed.GetRequiredValue(_version));
        RecommenderArtifact.Open(registry.ArtifactsOf(version)).Dispose();     // what serving would refuse is refused here
        RecommenderRegistration.Promote(registry, version.Name, version.Version, ModelAliases.Champion);
        if (parsed.GetValue(_json)) JsonOutput.Print(registry.Find(version.Name, ModelAliases.Champion));
        else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{version.Name} version {version.Version} is the champion."));
        return ExitCode.Done;
    }
}
