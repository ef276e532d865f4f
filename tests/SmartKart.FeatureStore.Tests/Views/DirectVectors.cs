using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Views;

/// <summary>Vectors computed the plainest way: of all events, those of the key that happened before the instant, into tiles of their own.</summary>
internal sealed class DirectVectors
{
    private readonly ServicePlan _service;
    private readonly List<(Scalar[] Keys, long Time, Scalar[] Inputs)>[] _events;

    /// <param name="service">Whose vectors.</param>
    /// <param name="histories">One for each topic that its sources read.</param>
    public DirectVectors(ServicePlan service, IReadOnlyList<RandomHistory> histories)
    {
        _service = service;
        Row = service.NewRow();
        _events = [.. service.Sources.Select(source => Read(source, histories.Single(history => history.Topic == source.View.Source!.Topic)))];
    }

    /// <summary>The last vector.</summary>
    public FeatureRow Row { get; }

    /// <summary>The keys that a source's events have, one for each event.</summary>
    public IEnumerable<Scalar[]> KeysOf(int source) => _events[source].Select(e => e.Keys);

    /// <summary>Fills <see cref="Row"/>.</summary>
    /// <param name="keyOf">The value of a join key; NULL is no entity.</param>
    /// <param name="t">The label's instant.</param>
    public void Compute(Func<string, Scalar> keyOf, long t)
    {
        for (var at = 0; at < _events.Length; at++)
        {
            var source = _service.Sources[at];
            Scalar[] keys = [.. source.View.JoinKeys.Select(keyOf)];
            var state = source.Tiles.NewState();
            foreach (var (_, time, inputs) in _events[at].Where(e => e.Time < t && e.Keys.SequenceEqual(keys)).OrderBy(e => e.Time)) state.Add(time, inputs);
            if (state.IsEmpty) Row.SetEmpty(at);
            else Row.Set(at, state, t);
        }
        Row.Finish(t);
    }

    private static List<(Scalar[], long, Scalar[])> Read(ViewPlan plan, RandomHistory history)
    {
        var events = new List<(Scalar[], long, Scalar[])>();
        foreach (var row in history.Rows(plan.View.Source!))
        {
            var inputs = new Scalar[plan.Tiles.InputCount];
            if (plan.TryRead(row, inputs)) events.Add(([.. plan.KeyPlaces.Select(place => row[place])], row[plan.TimestampPlace].Timestamp, inputs));
        }
        return events;
    }
}
