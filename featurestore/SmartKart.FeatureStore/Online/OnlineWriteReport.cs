using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Online;

/// <summary>What came of the writes since the flush before.</summary>
/// <param name="Written">Writes that Redis stored.</param>
/// <param name="Stale">Writes that found a newer one of their key in place and changed nothing.</param>
/// <param name="Torn">Keys whose head was written alone though Redis doesn't have the closed part (any more). Write each of them whole.</param>
/// <param name="Unwritten">Writes that still wait; they go on being tried.</param>
/// <param name="Fault">Why, if the last attempt failed; else null.</param>
public sealed record OnlineWriteReport(long Written, long Stale, IReadOnlyList<TornKey> Torn, int Unwritten, OnlineStoreException? Fault)
{
    /// <summary>Whether everything that was to be written is stored, or superseded by something newer.</summary>
    public bool IsComplete => Unwritten == 0 && Torn.Count == 0;
}

/// <summary>A key whose closed part Redis lacks.</summary>
/// <param name="View">The view.</param>
/// <param name="Keys">Its join keys.</param>
public sealed record TornKey(ViewPlan View, IReadOnlyList<Scalar> Keys);
