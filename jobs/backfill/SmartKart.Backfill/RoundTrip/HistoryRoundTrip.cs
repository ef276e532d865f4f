using SmartKart.Backfill.Histories;

namespace SmartKart.Backfill.RoundTrip;

/// <summary>Takes a whole history through the event contracts: rows → events → Avro bytes → the same events.</summary>
/// <param name="clock">Measures how long it took.</param>
public sealed class HistoryRoundTrip(TimeProvider clock)
{
    private const int EventsPerReport = 16_384;

    /// <summary>Runs it, on the calling thread.</summary>
    /// <param name="history">What to read.</param>
    /// <param name="progress">Receives the number of events so far, now and then and at the end; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RoundTripException">An event did not come back as it was.</exception>
    /// <exception cref="HistoryFormatException">The file is not that history.</exception>
    public RoundTripReport Run(IHistory history, IProgress<long>? progress, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var (account, sink) = (new RowAccount(), new RoundTripSink());
        var (first, last) = (default(DateTimeOffset?), default(DateTimeOffset?));
        var events = 0L;
        foreach (var historyEvent in history.Read(account, cancellation))
        {
            historyEvent.DeliverTo(sink);
            first ??= historyEvent.OccurredAt;
            last = historyEvent.OccurredAt;
            if (++events % EventsPerReport != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(events);
        }
        progress?.Report(events);
        return new RoundTripReport
        {
            History = history.Name,
            Rows = account.Rows,
            RowsRejected = account.Rejected,
            Outcomes = [.. account.ByOutcome
                .Select(entry => new OutcomeRows(entry.Key.Name, entry.Value, entry.Key.Topics, entry.Key.Rule))],
            Topics = [.. sink.Topics.OrderBy(topic => topic.Key, StringComparer.Ordinal)
                .Select(topic => new TopicEvents(topic.Key, topic.Value.Events, topic.Value.SizeBytes))],
            FirstOccurredAt = first,
            LastOccurredAt = last,
            Elapsed = clock.GetElapsedTime(started),
        };
    }
}
