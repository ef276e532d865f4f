using System.CommandLine;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Online;
using SmartKart.Local.Serving;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>Prints what the online store has of one entity.</summary>
internal sealed class FeaturesGetCommand : Command, IHasExamples
{
    private readonly Argument<string> _service = new("service") { Description = "The feature service, as 'features list' names it." };
    private readonly Argument<string[]> _keys = new("key=value")
    {
        Description = "The entity: each of the service's join keys with its value, such as user_id=user-107.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<long?> _at = Instant.Option(
        "--at",
        "The instant that windows close at. Unless given the time of the API that runs over the data directory, which is a history's where it serves one; "
            + "else now.");
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the tables." };

    public FeaturesGetCommand() : base(
        "get",
        "Read a service's features of one entity from the online store: each value, and how old each view's newest event is; or that it is missing or expired.")
    {
        LocalConfiguration.AddOnlineFlags(this);
        Add(_service);
        Add(_keys);
        foreach (var option in new Option[] { _at, _definitions, _json }) Add(option);
        SetAction((parsed, cancel) => DefinitionSource.UseAsync(parsed.GetValue(_definitions), definitions => RunAsync(parsed, definitions, cancel)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart features get visitor user_id=user-107", "what serving knows of a visitor"),
        new("smartkart features get recommender user_id=user-107 category_id=toys-puzzles product_id=product-7 --at 2026-01-06T00:00Z",
            "of a user, a category and a product, as of an instant"),
        new("smartkart features get visitor user_id=u1 --redis redis:6379 --json", "from a Redis of your own, for a program to read"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, DefinitionSet definitions, CancellationToken cancel)
    {
        var configuration = LocalConfiguration.Read(parsed);
        var service = definitions.Service(parsed.GetRequiredValue(_service));
        var served = ServingFile.Read(BrokerSection.DataDirectory(configuration));
        var at = parsed.GetValue(_at) ?? Instant.Of(TimeProvider.System.GetUtcNow() + (served?.Shift ?? TimeSpan.Zero));
        await using var session = await OnlineSession.OpenAsync(configuration, cancel);
        var reading = await OnlineReading.ReadAsync(service, parsed.GetRequiredValue(_keys), session.Options, at, cancel);
        if (parsed.GetValue(_json)) JsonOutput.Print(reading.ToDocument());
        else reading.Print();
        return ExitCode.Done;
    }
}
