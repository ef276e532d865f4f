using System.Collections.Concurrent;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Serving.Visitors;

/// <summary>
/// Reads what is known of visitors: the feature service <c>visitor</c>, in one round trip. What was read lately is kept for when the store doesn't answer.
/// Thread safe.
/// </summary>
internal sealed class VisitorReader
{
    /// <summary>The feature service.</summary>
    public const string Service = "visitor";

    private const int KeptMax = 50_000;

    private readonly OnlineStore _store;
    private readonly ServicePlan _plan;
    private readonly TimeProvider _time;
    private readonly int _recent, _bought, _categories;
    private readonly ConcurrentBag<OnlineVectors> _idle = [];
    private readonly RecentValues<Visitor> _kept = new(KeptMax);

    public VisitorReader(OnlineStore store, DefinitionSet definitions, TimeProvider time)
    {
        (_store, _plan, _time) = (store, ServicePlan.Compile(definitions.Service(Service)), time);
        (_recent, _bought, _categories) = (PlaceOf("recent_products"), PlaceOf("bought_products"), PlaceOf("category_affinity"));
    }

    /// <summary>Reads a visitor.</summary>
    /// <returns>What is known, and whether that is of now: else the store doesn't answer, and it is what was read of them last, or nothing.</returns>
    public async ValueTask<(Visitor Visitor, VisitorSource Source)> ReadAsync(string user, CancellationToken cancel)
    {
        var vectors = _idle.TryTake(out var free) ? free : new OnlineVectors(_plan);
        var now = _time.GetUtcNow();
        try
        {
            await _store.GetAsync(_plan, new[] { Scalar.From(user) }, Micros(now), vectors, cancel);
            var visitor = new Visitor(Texts(vectors, _recent), Texts(vectors, _bought), Texts(vectors, _categories), now, Newest(vectors));
            _kept.Put(user, visitor);
            return (visitor, VisitorSource.Fresh);
        }
        catch (OnlineStoreException)
        {
            return _kept.Find(user) is { } kept ? (kept, VisitorSource.Kept) : (Visitor.Unknown(now), VisitorSource.None);
        }
        finally
        {
            _idle.Add(vectors);
        }
    }

    internal static long Micros(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static string[] Texts(OnlineVectors vectors, int feature)
    {
        var items = vectors.Items(0, feature);
        var texts = new string[items.Length];
        for (var at = 0; at < texts.Length; at++) texts[at] = items[at].String ?? "";
        return texts;
    }

    private DateTimeOffset? Newest(OnlineVectors vectors)
    {
        long? newest = null;
        for (var source = 0; source < _plan.Sources.Count; source++)
        {
            if (vectors.NewestEvent(0, source) is { } at && !(newest >= at)) newest = at;
        }
        return newest is { } micros ? DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond) : null;
    }

    private int PlaceOf(string feature)
    {
        for (var place = 0; place < _plan.Features.Count; place++)
        {
            if (_plan.Features[place].Feature.Name == feature) return place;
        }
        throw new ServingException($"The feature service {Service} has no feature {feature}, by which serving knows its visitors. Add it to the service.");
    }
}

/// <summary>Where what is known of a visitor comes from.</summary>
internal enum VisitorSource
{
    /// <summary>The online store, now.</summary>
    Fresh,

    /// <summary>The online store, a while ago: it doesn't answer now.</summary>
    Kept,

    /// <summary>Nowhere: the store doesn't answer, and they weren't here lately.</summary>
    None,
}
