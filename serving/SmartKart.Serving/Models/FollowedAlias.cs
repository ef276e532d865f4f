using Microsoft.Extensions.Logging;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Telemetry;

namespace SmartKart.Serving.Models;

/// <summary>Follows which version of a model an alias names, opens it, and remembers which was refused. One thread looks, any reads.</summary>
internal sealed class FollowedAlias(IModelRegistry registry, ModelOpener opener, string model, string alias, ServingMetrics metrics, ILogger log)
{
    private Refusal? _refused;
    private string? _lookFault;

    /// <summary>Why the version that it names isn't opened, or isn't known; null where all is well.</summary>
    public string? Fault => _refused is { } refused ? $"version {refused.Version} was refused: {refused.Fault}" : _lookFault;

    /// <summary>Looks once.</summary>
    /// <param name="version">The version; null where the alias names none.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Whether the registry could be read.</returns>
    public bool TryLook(out ModelVersion? version, CancellationToken cancel)
    {
        try
        {
            version = registry.TryFind(model, alias, cancel);
            _lookFault = version is null ? $"no version of {model} in {registry.Location} is its {alias}. Train one, or give one that alias." : null;
            return true;
        }
        catch (RegistryException fault)
        {
            if (_lookFault != fault.Message) Log.RegistryUnreadable(log, fault, registry.Location);
            (version, _lookFault) = (null, fault.Message);
            return false;
        }
    }

    /// <summary>Whether a version was refused, and isn't to be opened again.</summary>
    public bool IsRefused(ModelVersion version) => _refused?.Version == version.Version;

    /// <summary>Opens a version.</summary>
    /// <param name="version">Which.</param>
    /// <param name="isReadFirst">Whether its ranker's features are read before it answers.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Null where it can't be used: it is refused then, logged and counted.</returns>
    public async Task<ServedModel?> OpenAsync(ModelVersion version, bool isReadFirst, CancellationToken cancel)
    {
        try
        {
            var opened = await opener.OpenAsync(version, isReadFirst, cancel);
            _refused = null;
            return opened;
        }
        catch (Exception fault) when (ModelOpener.IsRefusal(fault))
        {
            _refused = new Refusal(version.Version, fault.Message);
            if (alias == ModelAliases.Candidate) Log.CandidateRefused(log, fault, model, version.Version);
            else Log.ModelRefused(log, fault, model, version.Version);
            metrics.ModelRefused(model);
            return null;
        }
    }

    /// <summary>What was refused isn't asked for any more.</summary>
    public void Forget() => _refused = null;

    private sealed record Refusal(int Version, string Fault);
}
