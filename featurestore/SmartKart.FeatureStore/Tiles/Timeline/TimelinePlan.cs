using SmartKart.FeatureStore.Tiles.Reading;

namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>What a timeline is of: the tracks whose aggregates have the same windows, and so the same tiles.</summary>
internal sealed class TimelinePlan
{
    /// <summary>As many tracks as one number has bits.</summary>
    public const int TracksMax = 64;

    private readonly TrackKey[] _keys;

    /// <summary>Of some tracks, at most <see cref="TracksMax"/>.</summary>
    /// <param name="windows">In microseconds, or <see cref="TileLayout.Lifetime"/>; ascending, each once.</param>
    /// <param name="tracks">What each keeps, and what is read out of it.</param>
    public TimelinePlan(long[] windows, IEnumerable<(TrackKey Key, TrackPlan Plan)> tracks)
    {
        (TrackKey Key, TrackPlan Plan)[] all = [.. tracks];
        Windows = windows;
        Layout = new TileLayout(windows);
        _keys = [.. all.Select(track => track.Key)];
        Tracks = [.. all.Select(track => track.Plan)];
        AllTracks = Tracks.Length == TracksMax ? ulong.MaxValue : (1UL << Tracks.Length) - 1;
    }

    /// <summary>The windows, ascending.</summary>
    public long[] Windows { get; }

    /// <summary>Where its tiles begin.</summary>
    public TileLayout Layout { get; }

    /// <summary>The tracks.</summary>
    public TrackPlan[] Tracks { get; }

    /// <summary>A bit for each track.</summary>
    public ulong AllTracks { get; }

    /// <summary>Bytes of a bit for each track.</summary>
    public int HeldBytes => (Tracks.Length + 7) / 8;

    /// <summary>The tracks of a state, with no tiles.</summary>
    public TileTrack[] NewTracks()
    {
        var tracks = new TileTrack[Tracks.Length];
        for (var track = 0; track < tracks.Length; track++) tracks[track] = _keys[track].NewTrack(Tracks[track]);
        return tracks;
    }

    /// <summary>What reads the tracks' results out of a blob.</summary>
    public TrackReader[] NewReaders() => [.. _keys.Select((key, track) => key.NewReader(Tracks[track]))];
}
