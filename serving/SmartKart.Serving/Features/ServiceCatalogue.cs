using System.Collections.Concurrent;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Serving.Features;

/// <summary>Services, compiled once: those that are defined, and those that requests put together. Thread safe.</summary>
/// <param name="definitions">What is defined.</param>
internal sealed class ServiceCatalogue(DefinitionSet definitions)
{
    // Clients ask for a few combinations, again and again; whoever asks for ever new ones has them compiled each time.
    private const int CombinationsMax = 256;

    private readonly ConcurrentDictionary<string, ServicePlan> _plans = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ServicePlan> _combinations = new(StringComparer.Ordinal);

    /// <summary>The service that a request means.</summary>
    /// <exception cref="UnknownDefinitionException">There is no such service or view.</exception>
    /// <exception cref="FeatureRequestException">A feature is not named as <c>view:feature</c>, or the view hasn't got it, or it is named twice.</exception>
    public ServicePlan Find(OnlineRequest request)
    {
        if (request.FeatureService is { } service)
            return _plans.TryGetValue(service, out var plan) ? plan : _plans.GetOrAdd(service, ServicePlan.Compile(definitions.Service(service)));
        var names = string.Join('\n', request.Features!);        // one of both is named
        if (_combinations.TryGetValue(names, out var known)) return known;
        var compiled = ServicePlan.Compile(new FeatureService("request", "", [.. Features(request.Features!)], default));
        return _combinations.Count < CombinationsMax ? _combinations.GetOrAdd(names, compiled) : compiled;
    }

    private IEnumerable<ServiceFeature> Features(IReadOnlyList<string> references)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            if (reference?.Split(':') is not [var viewName, var name])
                throw new FeatureRequestException($"'{reference}' names no feature. Write view:feature, such as user_activity:views_7d.");
            var view = definitions.View(viewName);
            var feature = view.Find(name)
                ?? throw new FeatureRequestException(
                    $"The view '{view.Id}' has no feature '{name}'. It has {string.Join(", ", view.Features.Select(known => known.Name))}.");
            if (!seen.Add($"{view.Id}:{name}")) throw new FeatureRequestException($"The feature '{reference}' is named twice. Name it once.");
            yield return new ServiceFeature(view, feature);
        }
    }
}
