using SmartKart.FeatureStore.Aggregation;

namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>What a track keeps: one partial state per tile, for all the features that can be read out of it.</summary>
/// <param name="Place">Its place in the timeline.</param>
/// <param name="Of">The place of the value among an event's, or −1.</param>
/// <param name="By">The place of the key, or −1.</param>
/// <param name="Outputs">What is read out, the shortest window first.</param>
internal sealed record TrackPlan(int Place, int Of, int By, Output[] Outputs)
{
    /// <summary>What says in a timeline that a tile holds something of this track.</summary>
    public ulong Bit { get; } = 1UL << Place;
}

/// <summary>A feature over a window.</summary>
/// <param name="Result">Its place among the plan's results.</param>
/// <param name="Window">The window's place among the timeline's.</param>
/// <param name="IsList">Whether it is a list.</param>
/// <param name="Readout">What is read.</param>
internal readonly record struct Output(int Result, int Window, bool IsList, Readout Readout);
