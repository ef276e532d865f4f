using SmartKart.Backfill.Histories;
using SmartKart.Schemas;

namespace SmartKart.Backfill.Simulation;

/// <summary>Numbers what happens, and collects it as events. The n-th event of a seed always has the same id. Hot path: per event.</summary>
internal sealed class Journal(int seed, Agenda agenda)
{
    private readonly List<HistoryEvent> _written = [];
    private long _events;
    private long _numbers;

    /// <summary>What was written since the last <see cref="Clear"/>.</summary>
    internal IReadOnlyList<HistoryEvent> Written => _written;

    internal Guid NextEventId() => SimulatedId.Of(seed, _events++);

    /// <summary>An id that no other thing of this kind has.</summary>
    internal string NextId(string kind) => $"{kind}-{++_numbers}";

    /// <summary>Writes down what happens now.</summary>
    internal void Write<TEvent>(string topic, TEvent value) where TEvent : class, IAvroRecord<TEvent> =>
        _written.Add(new HistoryEvent<TEvent>(topic, agenda.Told, value));

    internal void Clear() => _written.Clear();
}
