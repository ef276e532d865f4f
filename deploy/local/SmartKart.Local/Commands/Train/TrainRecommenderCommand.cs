using System.CommandLine;
using System.Globalization;
using SmartKart.FeatureStore.Offline;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Models;
using SmartKart.Local.Terminal;
using SmartKart.Training;
using SmartKart.Training.Interactions;
using SmartKart.Training.Runs;
using SmartKart.Training.Runs.Reading;
using SmartKart.Training.Sessions;

namespace SmartKart.Local.Commands;

/// <summary>Trains the models of a configuration, judges them beside popularity, and registers the best.</summary>
internal sealed class TrainRecommenderCommand : Command, IHasExamples
{
    private readonly Option<FileInfo?> _config = new("--config")
    {
        Description = "What to train, from what, and how to choose: YAML. jobs/training/definitions/shop_recommender.yaml of this checkout unless given.",
        HelpName = "path",
    };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be trained, on how much, and the memory it takes; train nothing." };
    private readonly Option<bool> _asCandidate = new("--as-candidate")
    {
        Description = "Register the best as the candidate, however good it is; 'models promote' makes it the champion. Unless given, it becomes champion where it isn't worse.",
    };
    private readonly Option<DirectoryInfo?> _history = HistoryOption.Create();
    private readonly Option<DirectoryInfo?> _registry = RegistryOption.Create();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public TrainRecommenderCommand() : base("recommender", "Train recommenders, choose by what users did next, judge by what they did after that, and register the best.")
    {
        LocalConfiguration.AddModelFlags(this);
        foreach (var option in new Option[] { _config, _dryRun, _asCandidate, _history, _registry, _json }) Add(option);
        SetAction(RunAsync);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart train recommender --history ./warehouse", "from another history"),
        new("smartkart train recommender --tracking-uri http://localhost:5000", "logged and registered at an MLflow tracking server"),
        new("smartkart train recommender --config mine.yaml --json", "a configuration of yours; the result for a program"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        RecommenderPlan plan;
        try
        {
            plan = RecommenderPlanReader.Read(parsed.GetValue(_config)?.FullName ?? RecommenderTraining.ShippedPlan) with { AsCandidate = parsed.GetValue(_asCandidate) };
        }
        catch (ConfigurationException error)
        {
            foreach (var fault in error.Faults) await Console.Error.WriteLineAsync(fault.ToString());
            return ExitCode.Failed;
        }
        var history = HistoryOption.Read(parsed, _history);
        if (parsed.GetValue(_dryRun)) return ModelFaults.AsCommands(() => SayPlan(plan, history, parsed.GetValue(_json)));
        var registry = RegistryOption.Read(parsed, _registry);
        var journal = Path.Combine(BrokerSection.DataDirectory(LocalConfiguration.Read(parsed)), "training", $"{plan.Name}.jsonl");
        var training = await WorkProgress.ShowAsync(progress => Task.Run(
            () => ModelFaults.AsCommands(() => RecommenderTraining.Run(plan, history, registry, journal, progress, cancel)), cancel));
        if (parsed.GetValue(_json)) JsonOutput.Print(training.ToDocument());
        else RecommenderTable.Print(training);
        return ExitCode.Done;
    }

    private static int SayPlan(RecommenderPlan plan, HistorySource history, bool json)
    {
        var log = InteractionLog.Read(history, plan.Interactions, plan.MinPerUser, plan.MinPerProduct, plan.NeedsImpressions);
        var (needed, available) = (RecommenderRun.MemoryBytes(log, plan), TrainingMemory.AvailableBytes);
        var visits = plan.Sessions is null ? null : Visits.Read(history, log.Products);
        var models = plan.Models.Select(grid => new { grid.Kind.Name, Combinations = grid.Points().Count() }).ToArray();
        if (json)
        {
            JsonOutput.Print(new
            {
                Model = plan.Name, Interactions = log.Count, log.Users, Products = log.Products.Count, Models = models, MemoryBytes = needed, MemoryAvailableBytes = available,
                BudgetSeconds = plan.Budget.TotalSeconds, Visits = visits?.Sessions.Count,
            });
            return ExitCode.Done;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plan.Name}: {log.Count:N0} interactions of {log.Users:N0} users with {log.Products.Count:N0} products"));
        foreach (var model in models) Console.WriteLine($"  {model.Name}: {model.Combinations} combination{(model.Combinations == 1 ? "" : "s")} of parameters");
        if (visits is not null) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  session-kNN: {visits.Sessions.Count:N0} visits of {visits.Topic}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"memory: {needed / 1e6:N0} MB of {available / 1e6:N0} available; parameters are tried for {plan.Budget.TotalMinutes:0.#} minutes at most"));
        return ExitCode.Done;
    }
}
