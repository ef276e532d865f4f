using System.CommandLine;
using System.Globalization;
using SmartKart.Local.Clusters;
using SmartKart.Local.Models;
using SmartKart.Local.Terminal;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Asks a registered recommender.</summary>
internal sealed class RecommendCommand : Command, IHasExamples
{
    private readonly Argument<string[]> _products = new("product") { Description = "What the customer has: products, as events name them.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _model = new("--model") { Description = "The registered model.", HelpName = "name", DefaultValueFactory = _ => "shop_recommender" };
    private readonly Option<string> _version = new("--model-version") { Description = "A version's number or an alias.", HelpName = "version", DefaultValueFactory = _ => ModelAliases.Champion };
    private readonly Option<int> _count = new("--count") { Description = "How many products to offer.", HelpName = "number", DefaultValueFactory = _ => 10 };
    private readonly Option<DirectoryInfo?> _registry = RegistryOption.Create();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public RecommendCommand() : base("recommend", "Say what a customer with these products may like, and why.")
    {
        LocalConfiguration.AddModelFlags(this);
        Add(_products);
        foreach (var option in new Option[] { _model, _version, _count, _registry, _json }) Add(option);
        _count.HoldTo<int>(count => count is > 0 and <= 1000, "--count is 1 to 1000.");
        SetAction(parsed => ModelFaults.AsCommands(() => Run(parsed)));
    }

    public IReadOnlyList<Example> Examples { get; } = [new("smartkart recommend 22423 85123A", "the champion's ten best for who bought these")];

    private int Run(ParseResult parsed)
    {
        var registry = RegistryOption.Read(parsed, _registry);
        var version = registry.Find(parsed.GetRequiredValue(_model), parsed.GetRequiredValue(_version));
        using var artifact = RecommenderArtifact.Open(registry.ArtifactsOf(version));
        var products = parsed.GetRequiredValue(_products);
        foreach (var unknown in products.Where(product => artifact.Catalogue.ItemOf(product) < 0))
            Console.Error.WriteLine($"smartkart: {version.Name} version {version.Version} doesn't know the product {unknown}: it says nothing.");
        var offered = artifact.Recommend(products, parsed.GetValue(_count));
        if (parsed.GetValue(_json)) JsonOutput.Print(new { Model = version.Name, version.Version, Products = products, Recommendations = offered });
        else
        {
            var table = new Table().AddColumns("product", "score", "because of");
            foreach (var each in offered)
                table.AddRow(Markup.Escape(each.Product), each.Score.ToString("0.####", CultureInfo.InvariantCulture), Markup.Escape(ReasonText.Of(each)));
            ResultConsole.Create().Write(table);
        }
        return ExitCode.Done;
    }
}
