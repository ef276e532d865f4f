using SmartKart.FeatureStore.Aggregation;

namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>What a track keeps: one partial state per tile, for all the features that can be read out of it.</summary>
/// <param name="Of">The place of the value among an event's, or −1.</param>
/// <param name="By">The place of the key, or −1.</param>
/// <param name="Layout">Which tiles.</param>
/// <param name="Outputs">What is read out, the shortest window first.</param>
internal sealed record TrackPlan(int Of, int By, TileLayout Layout, Output[] Outputs);

/// <summary>A feature over a window.</summary>
/// <param name="Result">Its place among the plan's results.</param>
/// <param name="Window">In microseconds; <see cref="TileLayout.Lifetime"/> for all.</param>
/// <param name="IsList">Whether it is a list.</param>
/// <param name="Readout">What is read.</param>
internal readonly record struct Output(int Result, long Window, bool IsList, Readout Readout)
{
    /// <summary>The first instant that the window covers at t.</summary>
    public long Start(long t) => Window == TileLayout.Lifetime ? long.MinValue : Hops.Start(t, Window);
}
