using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Tests.Views;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Parity;

/// <summary>
/// A view fed as a stream feeds it: events in the order of their arrival, a third of them late by seconds to months; now and then a commit that
/// writes the keys that have changed; and now and then a restart from what was committed.
/// </summary>
internal sealed class StreamedView
{
    private readonly ViewPlan _view;
    private readonly List<(Scalar[] Keys, long Time, Scalar[] Inputs)> _events;

    public StreamedView(Random random, ViewPlan view, RandomHistory history)
    {
        _view = view;
        var arriving = new List<(double Arrival, (Scalar[], long, Scalar[]) Event)>();
        foreach (var row in history.Rows(view.View.Source!))        // a ViewPlan has one
        {
            var inputs = new Scalar[view.Tiles.InputCount];
            if (!view.TryRead(row, inputs)) continue;
            var time = row[view.TimestampPlace].Timestamp;
            var lateness = random.Next(3) > 0 ? random.Next(1_000) : Math.Pow(10, 7 + (6 * random.NextDouble()));
            arriving.Add((time + lateness, ([.. view.KeyPlaces.Select(place => row[place])], time, inputs)));
        }
        _events = [.. arriving.OrderBy(e => e.Arrival).Select(e => e.Event)];
    }

    /// <summary>The keys of its events, one for each.</summary>
    public IReadOnlyList<Scalar[]> Keys => _events.ConvertAll(e => e.Keys);

    /// <summary>Takes in the events before an instant and writes the tiles.</summary>
    public async Task WriteAsync(Random random, OnlineWriter writer, long until)
    {
        var keys = new Dictionary<string, StreamedKey>(StringComparer.Ordinal);
        var changed = new HashSet<StreamedKey>();
        var (streamTime, sequence) = (long.MinValue, 0L);
        foreach (var (values, time, inputs) in _events.Where(e => e.Time < until))
        {
            var name = string.Join('\0', values);
            if (!keys.TryGetValue(name, out var key)) keys.Add(name, key = new StreamedKey(_view, values, isHot: random.Next(2) == 0));
            key.Add(time, inputs);
            changed.Add(key);
            streamTime = Math.Max(streamTime, time);
            if (random.Next(30) > 0) continue;
            foreach (var one in changed) await one.CommitAsync(writer, streamTime, ++sequence);
            changed.Clear();
            if (random.Next(3) > 0) continue;
            foreach (var one in keys.Values) one.Restart();
        }
        foreach (var one in changed) await one.CommitAsync(writer, streamTime, ++sequence);
    }
}
