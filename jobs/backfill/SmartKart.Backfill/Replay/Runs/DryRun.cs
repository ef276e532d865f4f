using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.Formats;
using SmartKart.Schemas;

namespace SmartKart.Backfill.Replay.Runs;

/// <summary>Reads a source as a replay would, encodes every event, and publishes none: what its rows become, and whether the contracts hold them.</summary>
public static class DryRun
{
    private const int EventsPerReport = 16_384;

    /// <summary>Reads it to its end, or to the options' limit. Blocks its thread.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="options">Which topics, and how many events; pace and position don't matter.</param>
    /// <param name="account">Receives every input row.</param>
    /// <param name="progress">Receives the number of rows read so far, or of events where the source has no rows; null for none.</param>
    /// <param name="clock">What the time it took is measured by, and what "now" is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ReplayException">The source has no events of a topic that was chosen.</exception>
    /// <exception cref="HistoryFormatException">The source can't be read.</exception>
    public static ReplayRun Read(
        ReplaySource source, ReplayOptions options, RowAccount account, IProgress<long>? progress, TimeProvider clock, CancellationToken cancellation)
    {
        var chosen = source.Choose(options.Topics);
        var shift = options.IsShiftedToNow ? source.ShiftTo(clock.GetUtcNow(), cancellation) : TimeSpan.Zero;
        var began = clock.GetTimestamp();
        var passage = new Passage(source.Open(shift), options, account, progress);
        var sink = new EncodingSink();
        var (events, left, end) = (0L, options.Limit ?? long.MaxValue, ReplayEnd.Complete);
        foreach (var next in passage.History.Read(account, cancellation))
        {
            if (++events % EventsPerReport == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                passage.Report(events);
            }
            if (!chosen.Contains(next.Topic)) continue;
            if (left-- == 0)
            {
                end = ReplayEnd.Limit;
                break;
            }
            next.DeliverTo(sink);
            passage.Published(next.OccurredAt);
        }
        passage.Report(events);
        return new ReplayRun
        {
            Source = passage.History.Name,
            End = end,
            Account = account,
            Topics = [.. chosen.Select(topic => new ReplayedTopic(topic, SentBefore: 0, sink.Events.GetValueOrDefault(topic)))],
            Shift = shift,
            FirstOccurredAt = passage.First,
            LastOccurredAt = passage.Last,
            Elapsed = clock.GetElapsedTime(began),
        };
    }

    private sealed class EncodingSink : IEventSink
    {
        private byte[] _avro = new byte[4096];

        public Dictionary<string, long> Events { get; } = [];

        public void Take<TEvent>(HistoryEvent<TEvent> historyEvent) where TEvent : class, IAvroRecord<TEvent>
        {
            var bound = TEvent.MaxBytes(historyEvent.Value);
            if (bound > _avro.Length) _avro = new byte[Math.Max(bound, 2 * _avro.Length)];
            TEvent.Encode(historyEvent.Value, _avro);
            Events[historyEvent.Topic] = Events.GetValueOrDefault(historyEvent.Topic) + 1;
        }
    }
}
