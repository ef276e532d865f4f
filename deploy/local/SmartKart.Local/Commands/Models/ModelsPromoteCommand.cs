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
internal sealed class ModelsPromoteCommand : Command
{
    private readonly Argument<string> _name = new("name") { Description = "The registered model." };
    private readonly Argument<string> _version = new("version") { Description = "A version's number or an alias; the candidate unless given.", DefaultValueFactory = _ => ModelAliases.Candidate };
    private readonly Option<DirectoryInfo?> _registry = RegistryOption.Create();

    public ModelsPromoteCommand() : base("promote", "Make a version the champion, which is served; the one of before is kept as 'previous'.")
    {
        LocalConfiguration.AddDataDirectory(this);
        Add(_name);
        Add(_version);
        Add(_registry);
        SetAction(parsed => ModelFaults.AsCommands(() => Run(parsed)));
    }

    private int Run(ParseResult parsed)
    {
        var registry = RegistryOption.Read(parsed, _registry);
        var version = registry.Find(parsed.GetRequiredValue(_name), parsed.GetRequiredValue(_version));
        RecommenderArtifact.Open(version.Source).Dispose();     // what serving would refuse is refused here
        RecommenderRegistration.Promote(registry, version.Name, version.Version, ModelAliases.Champion);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{version.Name} version {version.Version} is the champion."));
        return ExitCode.Done;
    }
}
