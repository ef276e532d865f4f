using SmartKart.Backfill.Histories;

namespace SmartKart.Topologies.Tests.Features;

/// <summary>A history whose events come out of order, each at most so many places from its own: many are late, and some by hours. Its last ones don't.</summary>
internal sealed class DisorderedHistory(IHistory history, int places) : IHistory
{
    public string Name => history.Name;

    public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation) => history.Read(account, cancellation).Chunk(places).SelectMany(Shuffled);

    private HistoryEvent[] Shuffled(HistoryEvent[] events)
    {
        if (events.Length == places) new Random(events.Length).Shuffle(events);
        return events;
    }
}
