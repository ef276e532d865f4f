using SmartKart.Backfill.Histories;
using SmartKart.Schemas;

namespace SmartKart.Backfill.Simulation;

/// <summary>Numbers what happens, and collects it as events. The n-th event of a seed always has the same id.</summary>
internal sealed class Journal(int seed)
{
    // The name space of simulated events' ids: drawn once at random, and never changed.
    private static readonly Guid Ids = new("b8a1e0f4-3c8f-4a9e-8a55-6d2f7f5e9c10");
    private readonly List<HistoryEvent> _written = [];
    private long _events;
    private long _numbers;

    internal Guid NextEventId() => NameBasedGuid.Create(Ids, $"{seed}/{_events++}");

    /// <summary>An id that no other thing of this kind has.</summary>
    internal string NextId(string kind) => $"{kind}-{++_numbers}";

    internal void Write<TEvent>(string topic, DateTimeOffset occurredAt, TEvent value) where TEvent : class, IAvroRecord<TEvent> =>
        _written.Add(new HistoryEvent<TEvent>(topic, occurredAt, value));

    /// <summary>What was written since the last call.</summary>
    internal HistoryEvent[] Take()
    {
        HistoryEvent[] taken = [.. _written];
        _written.Clear();
        return taken;
    }
}
