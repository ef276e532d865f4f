using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SmartKart.Local.Clusters;
using SmartKart.Local.Models;
using SmartKart.Local.Serving;
using SmartKart.Local.Terminal;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Asks for recommendations: the running API for a user, or a registered model for products.</summary>
internal sealed class RecommendCommand : Command, IHasExamples
{
    private readonly Argument<string?> _user = new("user")
    {
        Description = "A user's id, or a pseudonym that begins with 'anon:'. The API is asked what it offers them now.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string[]> _products = new("--products")
    {
        Description = "In place of a user: what a customer has, products as events name them. A registered model is asked, and nothing need run.",
        HelpName = "product",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<Uri?> _serving = ServingOption.Create();
    private readonly Option<string> _model = new("--model")
    {
        Description = "With --products, the registered model.",
        HelpName = "name",
        DefaultValueFactory = _ => "shop_recommender",
    };
    private readonly Option<string> _version = new("--model-version")
    {
        Description = "With --products, a version's number or an alias.",
        HelpName = "version",
        DefaultValueFactory = _ => ModelAliases.Champion,
    };
    private readonly Option<int> _count = new("--count") { Description = "How many products to offer.", HelpName = "number", DefaultValueFactory = _ => 10 };
    private readonly Option<DirectoryInfo?> _registry = RegistryOption.Create();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table; of the API, its response." };

    public RecommendCommand() : base(
        "recommend", "Say what a user is offered, and why: by the API that runs. Or, with --products, what a registered model offers a customer who has these.")
    {
        LocalConfiguration.AddModelFlags(this);
        Add(_user);
        foreach (var option in new Option[] { _products, _serving, _model, _version, _count, _registry, _json }) Add(option);
        _count.HoldTo<int>(count => count is > 0 and <= 1000, "--count is 1 to 1000.");
        Validators.Add(HoldToOneWay);
        SetAction(RunAsync);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart recommend user-107", "what 'smartkart demo' or 'serve' offers the user now, with reasons, and how the list was made"),
        new("smartkart recommend anon:you --serving http://shop:8080 --count 3", "three for a new visitor, by an API elsewhere"),
        new("smartkart recommend --products 22423 85123A", "the champion's ten best for who bought these"),
    ];

    private void HoldToOneWay(CommandResult result)
    {
        var byProducts = result.GetResult(_products) is not null;
        if (result.GetValue(_user) is not null == byProducts) result.AddError("Give either a user, or --products with what a customer has.");
        foreach (var option in byProducts ? [_serving] : new Option[] { _model, _version, _registry })
        {
            if (result.GetResult(option) is not { Implicit: false }) continue;
            result.AddError(byProducts
                ? $"{option.Name} is of a user's list: --products asks a registered model."
                : $"{option.Name} goes with --products: a user's list is by the model that the API serves.");
        }
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        if (parsed.GetValue(_user) is not { } user) return ModelFaults.AsCommands(() => AskModel(parsed));
        var list = await ServedList.AskAsync(ServingOption.Read(parsed, _serving, LocalConfiguration.Read(parsed)), user, parsed.GetValue(_count), cancel);
        if (parsed.GetValue(_json)) list.PrintJson();
        else list.Print();
        return ExitCode.Done;
    }

    private int AskModel(ParseResult parsed)
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
