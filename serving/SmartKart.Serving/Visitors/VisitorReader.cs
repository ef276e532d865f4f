using System.Runtime.CompilerServices;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;

namespace SmartKart.Serving.Visitors;

/// <summary>Reads what is known of visitors, in one round trip. What was read lately is kept for when the store doesn't answer. Thread safe.</summary>
internal sealed class VisitorReader(OnlineStore store, DefinitionSet definitions, TimeProvider time)
{
    private const int KeptMax = 50_000;

    private readonly VisitorPlan _unasked = new(definitions);
    private readonly RecentValues<Visitor> _kept = new(KeptMax);

    /// <summary>Reads a visitor.</summary>
    /// <param name="user">Who.</param>
    /// <param name="plan">What; null where no model asks for more than serving itself.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>What is known, and whether that is of now: else the store doesn't answer, and it is what was read of them last, or nothing.</returns>
    public async ValueTask<(Visitor Visitor, VisitorSource Source)> ReadAsync(string user, VisitorPlan? plan, CancellationToken cancel)
    {
        try
        {
            var visitor = await ReadNowAsync(user, plan ?? _unasked, cancel);
            _kept.Put(user, visitor);
            return (visitor, VisitorSource.Fresh);
        }
        catch (OnlineStoreException)
        {
            return _kept.Find(user) is { } kept ? (kept, VisitorSource.Kept) : (Visitor.Unknown(time.GetUtcNow()), VisitorSource.None);
        }
    }

    /// <summary>Reads a visitor as they are now, and keeps nothing of it.</summary>
    /// <exception cref="OnlineStoreException">The store doesn't answer.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Visitor> ReadNowAsync(string user, VisitorPlan plan, CancellationToken cancel)
    {
        var (vectors, now) = (plan.Rent(), time.GetUtcNow());
        try
        {
            await store.GetAsync(plan.Plan, new[] { Scalar.From(user) }, Micros(now), vectors, cancel);
            return plan.Visitor(vectors, now);
        }
        finally
        {
            plan.Return(vectors);
        }
    }

    internal static long Micros(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
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
