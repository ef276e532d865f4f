using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline.Reading;

namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>Goes through a batch's events of one source, key by key and in time, and feeds its views. Hot path: per event. Not thread safe.</summary>
/// <param name="scan">The source.</param>
/// <param name="views">The sweeps of the views that it feeds.</param>
internal sealed class EventCursor(EventScan scan, ViewSweep[] views)
{
    private readonly Scalar[] _row = RowOf(scan);
    private readonly TextPool _texts = new();
    private EventRows _events = scan.NewRows();
    private int _at;

    public bool IsAtEnd => _at == _events.Count;

    /// <summary>The key of the next event, unless <see cref="IsAtEnd"/>.</summary>
    public int Key => _events.Keys[_at];

    /// <summary>The fields of the last event that was fed.</summary>
    public Scalar[] Row => _row;

    public void Begin(EventRows events) => (_events, _at) = (events, 0);

    /// <summary>Feeds the events of a key that lie before an instant; what is read next is read at it or later.</summary>
    public void Feed(int key, long until)
    {
        var keys = _events.Keys;
        var times = _events.Times;
        if (_at == keys.Length || keys[_at] != key || times[_at] >= until) return;
        // First of all the tiles age to the instant: then each event goes straight into the tile that it would end up in, and none grows old on the way.
        foreach (var view in views) view.State.Evict(until);
        for (; _at < keys.Length && keys[_at] == key && times[_at] < until; _at++)
        {
            _events.Read(_at, _row, _texts);
            foreach (var view in views) view.Add(times[_at], _row);
        }
    }

    /// <summary>Passes over what is left of a key.</summary>
    public void Skip(int key)
    {
        var keys = _events.Keys;
        while (_at < keys.Length && keys[_at] == key) _at++;
    }

    private static Scalar[] RowOf(EventScan scan)
    {
        var row = new Scalar[scan.Source.Row.Fields.Count];
        foreach (var place in scan.PresentPlaces) row[place] = Scalar.From(true);
        return row;
    }
}
