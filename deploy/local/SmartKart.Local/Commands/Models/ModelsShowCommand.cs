using System.CommandLine;
using System.Globalization;
using SmartKart.Local.Clusters;
using SmartKart.Local.Models;
using SmartKart.Local.Terminal;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;

namespace SmartKart.Local.Commands;

/// <summary>Shows a version, and holds its files to what they were when it was registered.</summary>
internal sealed class ModelsShowCommand : Command, IHasExamples
{
    private readonly Argument<string> _name = new("name") { Description = "The registered model." };
    private readonly Argument<string> _version = new("version") { Description = "A version's number or an alias.", DefaultValueFactory = _ => ModelAliases.Champion };
    private readonly Option<DirectoryInfo?> _registry = RegistryOption.Create();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the lines." };

    public ModelsShowCommand() : base("show", "Show a version of a model, its champion unless another is named: its data, its metrics, and whether its files are sound.")
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
        new("smartkart models show shop_recommender", "its champion"),
        new("smartkart models show shop_recommender 2", "another version"),
        new("smartkart models show shop_recommender --tracking-uri http://localhost:5000", "the champion of an MLflow tracking server"),
    ];

    private int Run(ParseResult parsed)
    {
        var registry = RegistryOption.Read(parsed, _registry);
        var version = registry.Find(parsed.GetRequiredValue(_name), parsed.GetRequiredValue(_version));
        using var artifact = RecommenderArtifact.Open(registry.ArtifactsOf(version));
        var metrics = registry.MetricsOf(version);
        if (parsed.GetValue(_json))
        {
            JsonOutput.Print(new { Version = version, artifact.Description.Facts, artifact.Description.Bytes, Products = artifact.Catalogue.Count, Metrics = metrics });
            return ExitCode.Done;
        }
        var aliases = version.Aliases.Count == 0 ? "" : $" ({string.Join(", ", version.Aliases)})";
        Console.WriteLine($"{version.Name} version {version.Version}{aliases}, registered {version.CreatedAt:u}");
        Console.WriteLine($"  {version.Description}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {artifact.Catalogue.Count:N0} products, {artifact.Description.Bytes / 1e6:N1} MB, sound, in {version.Source}"));
        foreach (var (key, text) in artifact.Description.Facts) Console.WriteLine($"  {key}: {text}");
        foreach (var (name, value) in metrics) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {value:0.####}"));
        return ExitCode.Done;
    }
}
