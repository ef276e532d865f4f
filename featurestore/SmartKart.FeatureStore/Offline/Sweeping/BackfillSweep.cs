using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline.Reading;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>Turns the events of keys into their tiles. Not thread safe.</summary>
internal sealed class BackfillSweep : IBatchSweep
{
    private readonly ViewPlan _plan;
    private readonly EventCursor _cursor;
    private readonly long _until;
    private readonly TileSink _sink;

    public BackfillSweep(ViewPlan plan, EventScan scan, long until, TileSink sink)
    {
        View = new ViewSweep(plan);
        (_plan, _cursor, _until, _sink) = (plan, new EventCursor(scan, [View]), until, sink);
    }

    public ViewSweep View { get; }

    public async ValueTask<long> SweepAsync(SweepBatch batch, CancellationToken cancel)
    {
        var events = (EventRows)batch.Streams[0];
        _cursor.Begin(events);
        while (!_cursor.IsAtEnd)
        {
            cancel.ThrowIfCancellationRequested();
            View.BeginKey();
            _cursor.Feed(_cursor.Key, _until);
            if (View.State.IsEmpty) continue;   // the view's filter took none
            Scalar[] key = [.. _plan.KeyPlaces.Select(place => _cursor.Row[place])];
            await _sink(key, View.State, cancel);
        }
        return events.Count;
    }
}
