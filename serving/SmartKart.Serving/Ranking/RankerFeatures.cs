using System.Runtime.InteropServices;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.Scoring.Ranking;
using SmartKart.Serving.Models;
using SmartKart.Serving.Products;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Ranking;

/// <summary>
/// The features of a ranker's rows, by whose they are: the visitor's come with what else is read of them, in one round trip; those of products and of where they
/// stand are held in process (<see cref="SharedFeatures"/>); those of the visitor with a product's category are read once the candidates are known.
/// </summary>
internal sealed class RankerFeatures
{
    private const string UserKey = "user_id";

    private readonly RankerInputs _inputs;
    private readonly ShelfView _shelf;
    private readonly IReadOnlyList<FeatureGroup> _pairs;

    /// <exception cref="ServingException">The ranker was taught with features that its service doesn't have any more, or that have other keys than a visitor and a product.</exception>
    public RankerFeatures(RankerInputs inputs, DefinitionSet definitions, ShelfView shelf)
    {
        (_inputs, _shelf) = (inputs, shelf);
        var groups = Groups(inputs, definitions);
        Visitor = groups.FirstOrDefault(group => group.Keys is [UserKey]);
        Shared = new SharedFeatures(shelf, [.. groups.Where(group => !group.Keys.Contains(UserKey))]);
        _pairs = [.. groups.Where(group => group.Keys.Count > 1)];
    }

    /// <summary>Those of the visitor alone; null where there are none.</summary>
    public FeatureGroup? Visitor { get; }

    /// <summary>Those that all callers share.</summary>
    public SharedFeatures Shared { get; }

    /// <summary>Fills the ranker's rows of candidates.</summary>
    /// <param name="store">Where what isn't at hand is read.</param>
    /// <param name="user">Who asks; null for nobody in particular.</param>
    /// <param name="visitor">What is known of them.</param>
    /// <param name="history">How many products they have.</param>
    /// <param name="scratch">Has the candidates and what the models say of them; takes the rows.</param>
    /// <param name="now">The instant, in microseconds since 1970.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="OnlineStoreException">The store doesn't answer.</exception>
    public async ValueTask FillAsync(OnlineStore store, string? user, Visitor visitor, int history, RequestScratch scratch, long now, CancellationToken cancel)
    {
        Fill(visitor, history, scratch);
        if (user is null) return;
        foreach (var group in _pairs) await ReadAsync(store, group, user, scratch, now, cancel);
    }

    private void Fill(Visitor visitor, int history, RequestScratch scratch)
    {
        var (columns, models) = (scratch.Columns, _inputs.Retrievers.Count);
        var pattern = scratch.Row.AsSpan(0, columns);       // what all candidates' rows share
        pattern.Fill(float.NaN);
        pattern[models] = history;
        var known = visitor.FeaturesOf(Visitor);
        for (var at = 0; at < known.Length; at++) pattern[_inputs.FirstFeature + Visitor!.Columns[at]] = known[at];     // known of a group
        for (var at = 0; at < scratch.Count; at++)
        {
            var row = scratch.Rows.AsSpan(at * columns, columns);
            pattern.CopyTo(row);
            scratch.Parts.AsSpan(at * models, models).CopyTo(row);
            Shared.CopyTo(scratch.Items[at], row[_inputs.FirstFeature..]);
        }
    }

    private async ValueTask ReadAsync(OnlineStore store, FeatureGroup group, string user, RequestScratch scratch, long now, CancellationToken cancel)
    {
        Ask(group, user, scratch);
        var vectors = group.Rent();
        try
        {
            await store.GetAsync(group.Plan, scratch.Keys.ToArray(), now, vectors, cancel);
            for (var at = 0; at < scratch.Count; at++)
                group.CopyTo(vectors.Values(scratch.KeyRowOf[at]), scratch.Rows.AsSpan(at * scratch.Columns + _inputs.FirstFeature));
        }
        finally
        {
            group.Return(vectors);
        }
    }

    // Many candidates have a category in common, so the keys are fewer than they are.
    private void Ask(FeatureGroup group, string user, RequestScratch scratch)
    {
        var (item, keys, rows) = (group.Keys.First(key => key != UserKey), scratch.Keys, scratch.KeyRows);
        keys.Clear();
        rows.Clear();
        for (var at = 0; at < scratch.Count; at++)
        {
            var key = _shelf.KeyOf(scratch.Items[at], item);
            ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, key, out var isKnown);
            if (!isKnown)
            {
                row = rows.Count - 1;
                foreach (var column in group.Keys) keys.Add(Scalar.From(column == UserKey ? user : key));
            }
            scratch.KeyRowOf[at] = row;
        }
    }

    private static List<FeatureGroup> Groups(RankerInputs inputs, DefinitionSet definitions)
    {
        if (inputs.Service is not { } name || inputs.Features.Count == 0) return [];
        var service = definitions.Service(name);
        var features = inputs.Features.Select((feature, column) => (
            Feature: service.Features.FirstOrDefault(each => $"{each.View.Name}.{each.Feature.Name}" == feature)
                ?? throw new ServingException($"The ranker was taught with the feature {feature}, which the service {name} doesn't have. Train the model again."),
            Column: column));
        return [.. features.GroupBy(each => Checked(each.Feature)).Select(group => new FeatureGroup(service, [.. group]))];
    }

    private static string Checked(ServiceFeature feature)
    {
        string[] keys = [.. feature.View.JoinKeys.Where(key => key != UserKey)];
        if (keys.Length > 1 || keys.Except(ShelfView.Keys).Any())
            throw new ServingException(
                $"The ranker was taught with {feature}, whose keys are {string.Join(" and ", feature.View.JoinKeys)}. "
                + $"A request has a user_id, and each candidate one of {string.Join(", ", ShelfView.Keys)}.");
        return string.Join(',', feature.View.JoinKeys.Order(StringComparer.Ordinal));
    }
}
