using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>The tiles of one view for the key in hand, and what was counted. Hot path: per event.</summary>
internal sealed class ViewSweep(ViewPlan plan)
{
    private readonly Scalar[] _inputs = new Scalar[plan.Tiles.InputCount];

    public ViewPlan Plan => plan;

    public TileState State { get; } = plan.Tiles.NewState();

    /// <summary>Keys that had an event.</summary>
    public long Keys { get; private set; }

    /// <summary>Events taken in.</summary>
    public long Events { get; private set; }

    public void BeginKey() => State.Clear();

    public void Add(long ts, Scalar[] row)
    {
        if (!plan.TryRead(row, _inputs)) return;
        if (State.IsEmpty) Keys++;
        State.Add(ts, _inputs);
        Events++;
    }
}
