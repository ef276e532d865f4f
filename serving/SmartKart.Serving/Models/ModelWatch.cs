using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Scoring;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Products;
using SmartKart.Serving.Ranking;
using SmartKart.Serving.Telemetry;

namespace SmartKart.Serving.Models;

/// <summary>
/// Follows a registered model's champion: looks each second which version that is, opens a new one beside the one that answers, and puts it in its place between
/// two requests. A version that can't be opened is refused, and the one before goes on.
/// </summary>
internal sealed class ModelWatch(
    IModelRegistry registry, string model, DefinitionSet definitions, ProductShelf shelf, SharedFeatureReader features, TimeProvider time, ServingMetrics metrics, ILogger log)
    : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private ServedModel? _current;
    private (int Version, string Fault)? _refused;
    private string? _lookFault;

    /// <summary>The model's name.</summary>
    public string Model => model;

    /// <summary>The version that answers; null where none could be opened yet.</summary>
    public ModelVersion? Version => Volatile.Read(ref _current)?.Version;

    /// <summary>Why there is no newer one, or none; null where all is well.</summary>
    public string? Fault => _refused is { } refused ? $"version {refused.Version} was refused: {refused.Fault}" : _lookFault;

    /// <summary>All that is registered under the model's name, the latest first.</summary>
    /// <exception cref="RegistryException">The registry can't be read.</exception>
    public IReadOnlyList<ModelVersion> Versions(CancellationToken cancel) => registry.Versions(model, cancel);

    /// <summary>The version that answers, held open. The caller leaves it.</summary>
    /// <returns>Null where there is none yet.</returns>
    public ServedModel? Enter()
    {
        while (Volatile.Read(ref _current) is { } current)
        {
            if (current.TryEnter()) return current;     // else another came in between
        }
        return null;
    }

    /// <summary>Looks once, and takes up what it finds.</summary>
    public async Task LookAsync(CancellationToken cancel = default)
    {
        ModelVersion? found;
        try
        {
            found = registry.TryFind(model, ModelAliases.Champion, cancel);
            _lookFault = found is null ? $"no version of {model} in {registry.Location} is its champion. Train one, or promote one." : null;
        }
        catch (RegistryException fault)
        {
            if (_lookFault != fault.Message) Log.RegistryUnreadable(log, fault, registry.Location);
            _lookFault = fault.Message;
            return;
        }
        if (found?.Version == Version?.Version) _refused = null;        // what was refused isn't asked for any more
        if (found is null || found.Version == Version?.Version || found.Version == _refused?.Version) return;
        await TakeUpAsync(found, cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, time);
        do await LookAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TakeUpAsync(ModelVersion found, CancellationToken cancel)
    {
        try
        {
            var next = Open(found, cancel);
            shelf.Attach(next.Shelf);
            if (Version is not null) await features.ReadAllAsync(next, cancel);        // while the one before answers; the first is taken up at once
            var before = Interlocked.Exchange(ref _current, next);
            _refused = null;
            Log.ModelTakenUp(log, model, found.Version, next.Artifact.Catalogue.Count);
            metrics.ModelSwapped(model, found.Version);
            if (before is null) return;
            shelf.Detach(before.Shelf);
            before.Leave();
        }
        catch (Exception fault) when (fault is ScoringException or ServingException or UnknownDefinitionException or IOException or UnauthorizedAccessException)
        {
            _refused = (found.Version, fault.Message);
            Log.ModelRefused(log, fault, model, found.Version);
            metrics.ModelRefused(model);
        }
    }

    private ServedModel Open(ModelVersion version, CancellationToken cancel)
    {
        var artifact = RecommenderArtifact.Open(registry.ArtifactsOf(version, cancel));
        try
        {
            return new ServedModel(version, artifact, definitions, shelf);
        }
        catch
        {
            artifact.Dispose();
            throw;
        }
    }
}
