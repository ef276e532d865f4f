namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>Which tiles the windows of a timeline cover at an instant.</summary>
internal readonly ref struct WindowPlaces
{
    /// <summary>The instant, in microseconds since 1970.</summary>
    public required long T { get; init; }

    /// <summary>Behind the newest tile of all windows.</summary>
    public required int End { get; init; }

    /// <summary>For each window its oldest tile, of those that are merged one by one.</summary>
    public required ReadOnlySpan<int> From { get; init; }

    /// <summary>For each window which merge of closed tiles has the rest; negative if there is no rest.</summary>
    public required ReadOnlySpan<int> Closed { get; init; }

    /// <summary>For each tile the tracks that hold something in it.</summary>
    public required ReadOnlySpan<ulong> Held { get; init; }
}
