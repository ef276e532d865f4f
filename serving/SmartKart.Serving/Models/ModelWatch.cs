using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Rollouts;
using SmartKart.Serving.Telemetry;

namespace SmartKart.Serving.Models;

/// <summary>
/// Follows a registered model's champion, and the candidate that is rolled out beside it: looks each second which versions these are, opens a new one beside
/// those that answer, and puts it in its place between two requests. A champion that can't be opened is refused, and the one before goes on; a candidate that
/// can't is refused, and the champion answers everybody; a canary that turns out worse is taken out.
/// </summary>
internal sealed class ModelWatch : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly IModelRegistry _registry;
    private readonly ModelOpener _opener;
    private readonly FollowedRollout _rollout;
    private readonly TimeProvider _time;
    private readonly ServingMetrics _metrics;
    private readonly ILogger _log;
    private readonly FollowedAlias _champion, _candidate;
    private ModelSet _set;
    private volatile RolledBack? _rolledBack;

    public ModelWatch(
        IModelRegistry registry, string model, ModelOpener opener, FollowedRollout rollout, TimeProvider time, ServingMetrics metrics, ILogger<ModelWatch> log)
    {
        (_registry, Model, _opener, _rollout, _time, _metrics, _log) = (registry, model, opener, rollout, time, metrics, log);
        _champion = new FollowedAlias(registry, opener, model, ModelAliases.Champion, metrics, log);
        _candidate = new FollowedAlias(registry, opener, model, ModelAliases.Candidate, metrics, log);
        _set = new ModelSet(null, null, rollout.Options, time);
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>The champion that answers; null where none could be opened yet.</summary>
    public ModelVersion? Version => Set.Champion?.Version;

    /// <summary>Why there is no newer champion, or none; null where all is well.</summary>
    public string? Fault => _champion.Fault;

    /// <summary>What requests are answered by now.</summary>
    public ModelSet Set => Volatile.Read(ref _set);

    /// <summary>How the rollout stands.</summary>
    public RolloutStatus Status => RolloutStatus.Of(Set, _rolledBack, _candidate.Fault, _rollout.Fault);

    /// <summary>All that is registered under the model's name, the latest first.</summary>
    /// <exception cref="RegistryException">The registry can't be read.</exception>
    public IReadOnlyList<ModelVersion> Versions(CancellationToken cancel) => _registry.Versions(Model, cancel);

    /// <summary>What answers a visitor. Hot path: no lock, and nothing is allocated.</summary>
    /// <param name="user">Who asks, or null.</param>
    /// <param name="session">The visit, or null.</param>
    public Turn Enter(string? user, string? session)
    {
        while (true)
        {
            var set = Set;
            var arm = set.ArmOf(user, session);
            var model = set.ModelOf(arm);
            if (model is null || model.TryEnter()) return new Turn(set, model, arm);        // else another set came in between
        }
    }

    /// <summary>The champion, held open. The caller leaves it.</summary>
    /// <returns>Null where there is none yet.</returns>
    public ServedModel? Enter() => Enter(user: null, session: null).Model;

    /// <summary>The candidate that is rolled out, held open. The caller leaves it.</summary>
    /// <returns>Null where there is none.</returns>
    public ServedModel? EnterCandidate() => Set.Candidate is { } candidate && candidate.TryEnter() ? candidate : null;

    /// <summary>Looks once for the champion, and takes up what it finds.</summary>
    public async Task LookForChampionAsync(CancellationToken cancel)
    {
        if (!_champion.TryLook(out var found, cancel) || found is null) return;
        if (found.Version == Version?.Version) _champion.Forget();
        else if (Set.Candidate is { } candidate && candidate.Version.Version == found.Version) Crown(candidate, null);       // it was promoted
        else if (!_champion.IsRefused(found) && await _champion.OpenAsync(found, isReadFirst: Version is not null, cancel) is { } next) Crown(next, Set.Candidate);
    }

    /// <summary>Looks once for the rollout and its candidate, and takes up what it finds.</summary>
    public async Task LookForCandidateAsync(CancellationToken cancel)
    {
        _rollout.Look();
        var (rollout, before) = (_rollout.Options, Set.Candidate);
        ModelVersion? found = null;
        if (rollout.Mode != RolloutMode.Off && !_candidate.TryLook(out found, cancel)) found = before?.Version;        // nothing new is known
        if (_rolledBack is { } past && IsOver(past, rollout, found)) _rolledBack = null;
        if (Version is null || found?.Version == Version.Version || _rolledBack is not null) found = null;
        if (found is null || !_candidate.IsRefused(found)) _candidate.Forget();
        if (found is null || _candidate.IsRefused(found)) Change(rollout, null);
        else if (found.Version == before?.Version.Version) Change(rollout, before);
        else Change(rollout, await _candidate.OpenAsync(found, isReadFirst: true, cancel));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BetweenLooks, _time);
        do
        {
            await LookForChampionAsync(stoppingToken);
            await LookForCandidateAsync(stoppingToken);
            Judge();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // Another rollout, another candidate, or somebody made it champion all the same.
    private bool IsOver(RolledBack past, RolloutOptions rollout, ModelVersion? candidate) =>
        past.Rollout != rollout || past.Version.Version == Version?.Version || (candidate is not null && candidate.Version != past.Version.Version);

    private void Judge()
    {
        if (Set is not { Canary: { } canary, Candidate: { } candidate } set || canary.Judge() is not { } worse) return;
        _rolledBack = new RolledBack(candidate.Version, set.Rollout, worse, _time.GetUtcNow());
        Publish(set.Champion, null);
        Log.CandidateRolledBack(_log, Model, candidate.Version.Version, worse);
        _metrics.RolledBack(Model, candidate.Version.Version);
    }

    private void Crown(ServedModel champion, ServedModel? candidate)
    {
        Publish(champion, candidate);
        Log.ModelTakenUp(_log, Model, champion.Version.Version, champion.Artifact.Catalogue.Count);
        _metrics.ModelSwapped(Model, champion.Version.Version);
    }

    private void Change(RolloutOptions rollout, ServedModel? candidate)
    {
        var before = Set;
        if (ReferenceEquals(rollout, before.Rollout) && ReferenceEquals(candidate, before.Candidate)) return;
        Publish(before.Champion, candidate);
        if (candidate is null || ReferenceEquals(candidate, before.Candidate)) return;
        Log.CandidateTakenUp(_log, Model, candidate.Version.Version, candidate.Artifact.Catalogue.Count);
    }

    // A request that took the set before enters its models until these are closed, and then takes this one.
    private void Publish(ServedModel? champion, ServedModel? candidate)
    {
        var (before, next) = (Set, new ModelSet(champion, candidate, _rollout.Options, _time));
        Volatile.Write(ref _set, next);
        _metrics.RolledOut(next.Percent);
        foreach (var model in new[] { before.Champion, before.Candidate })
        {
            if (model is not null && !next.Has(model)) _opener.Close(model);
        }
    }
}
