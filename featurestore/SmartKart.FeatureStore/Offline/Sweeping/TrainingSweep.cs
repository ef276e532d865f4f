using SmartKart.FeatureStore.Offline.Reading;
using SmartKart.FeatureStore.Offline.Writing;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>
/// Turns labels and events of the same keys into vectors: for each label, in time, the events before it are taken in, and the windows closed at
/// its instant. So no vector can know of an event at or after its label. Not thread safe.
/// </summary>
internal sealed class TrainingSweep : IBatchSweep
{
    private readonly ViewSweep[] _views;
    private readonly EventCursor[] _cursors;
    private readonly FeatureRow _row;
    private readonly VectorWriter _vectors;

    public TrainingSweep(ServicePlan plan, IReadOnlyList<EventScan> scans, VectorWriter vectors)
    {
        _views = [.. plan.Sources.Select(view => new ViewSweep(view))];
        _cursors = [.. scans.Select(scan => new EventCursor(scan, [.. scan.ViewPlaces.Select(place => _views[place])]))];
        _row = plan.NewRow();
        _vectors = vectors;
    }

    public IReadOnlyList<ViewSweep> Views => _views;

    /// <summary>The labels are the batch's first stream, then come the scans' in their order.</summary>
    public ValueTask<long> SweepAsync(SweepBatch batch, CancellationToken cancel)
    {
        var labels = (LabelRows)batch.Streams[0];
        for (var i = 0; i < _cursors.Length; i++) _cursors[i].Begin((EventRows)batch.Streams[i + 1]);
        for (var at = 0; at < labels.Count;)
        {
            cancel.ThrowIfCancellationRequested();
            at = SweepKey(labels, at);
        }
        return ValueTask.FromResult((long)labels.Count);
    }

    private int SweepKey(LabelRows labels, int at)
    {
        var key = labels.Keys[at];
        foreach (var view in _views) view.BeginKey();
        for (; at < labels.Count && labels.Keys[at] == key; at++)
        {
            var t = labels.Times[at];
            foreach (var cursor in _cursors) cursor.Feed(key, t);
            for (var i = 0; i < _views.Length; i++)
            {
                if (_views[i].State.IsEmpty) _row.SetEmpty(i);
                else _row.Set(i, _views[i].State, t);
            }
            _row.Finish(t);
            _vectors.Append(labels.Rows[at], _row);
        }
        foreach (var cursor in _cursors) cursor.Skip(key);
        return at;
    }
}
