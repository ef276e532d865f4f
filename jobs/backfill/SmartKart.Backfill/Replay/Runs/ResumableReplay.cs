using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.Formats;
using SmartKart.Backfill.Replay.Pacing;
using SmartKart.Backfill.Replay.Positions;
using SmartKart.Kafka;
using SmartKart.Schemas.Registry;
using SmartKart.Warehouse;

namespace SmartKart.Backfill.Replay.Runs;

/// <summary>
/// Replays a source into a cluster, each event exactly once for readers of committed records, however often it is begun and however it ends: events are sent
/// in transactions, and each one holds the position that they lead to. A run reads the source from its beginning, which gives the same events
/// in the same order, and passes over those that the position counts. The source's id is the <c>transactional.id</c>: of two runs at a time
/// the later one fences the earlier.
/// </summary>
/// <param name="kafka">The cluster.</param>
/// <param name="admin">Its administrator.</param>
/// <param name="registry">Its schema registry.</param>
/// <param name="clock">What pace and progress are kept by, and what "now" is.</param>
public sealed class ResumableReplay(KafkaConfiguration kafka, KafkaAdmin admin, SchemaRegistryClient registry, TimeProvider clock)
{
    private const int EventsPerReport = 4096;

    private readonly PositionTopic _positions = new(kafka, admin, clock);
    private readonly ReplayTopics _topics = new(admin, registry, clock);

    /// <summary>Replays it. When it returns all that it counts is committed. Blocks its thread while it reads and sends.</summary>
    /// <param name="source">What to replay.</param>
    /// <param name="options">How.</param>
    /// <param name="account">Receives every input row.</param>
    /// <param name="progress">Receives the number of rows read so far, or of events where the source has no rows, now and then; null for none.</param>
    /// <param name="cancellation">Stops it: what was sent is committed, and the run says that it was stopped.</param>
    /// <exception cref="ReplayException">The options don't fit the source, or what was published of it before.</exception>
    /// <exception cref="HistoryFormatException">The source can't be read. What came before is committed.</exception>
    /// <exception cref="KafkaException">The cluster refuses a topic or events, or another run took over. What was not committed is taken back.</exception>
    /// <exception cref="SchemaRegistryException">The registry refuses a contract.</exception>
    public async Task<ReplayRun> RunAsync(
        ReplaySource source, ReplayOptions options, RowAccount account, IProgress<long>? progress, CancellationToken cancellation)
    {
        var chosen = source.Choose(options.Topics);
        await _topics.CreateAsync(cancellation);
        await _positions.CreateAsync(cancellation);
        var schemas = await _topics.RegisterAsync(cancellation);
        var topicIds = await _topics.IdsAsync(chosen, cancellation);

        using var producer = BatchProducer.Open(ProducerSettings(source.Id));
        // Fences an earlier run, and takes back what it left open: from here on its position doesn't move.
        producer.Transactions.Initialize(cancellation: cancellation);
        var position = options.IsRestart ? null : _positions.Read(source.Id, cancellation);
        var shift = Shift(source, options, position, cancellation);
        position ??= ReplayPosition.Start(source.Open().Name, shift);
        var before = chosen.ToDictionary(topic => topic, topic => Known(position, topic, topicIds)?.Events ?? 0);
        if (chosen.All(topic => Known(position, topic, topicIds) is { IsComplete: true })) return CompleteBefore(source, position, account, before);

        var sink = new ResumingSink(producer, schemas, before, cancellation);
        var transactions = new ReplayTransactions(producer, sink, source.Id, position, topicIds, options.Pace, clock);
        var passage = new Passage(source.Open(shift), options, account, progress);
        var began = clock.GetTimestamp();
        var end = await RunAsync(passage, sink, transactions, cancellation);
        return new ReplayRun
        {
            Source = passage.History.Name,
            End = end,
            Account = account,
            Topics = [.. chosen.Select(topic => new ReplayedTopic(topic, before[topic], sink.Sent(topic)))],
            Shift = shift,
            FirstOccurredAt = passage.First,
            LastOccurredAt = passage.Last,
            KeptForever = passage.KeptForever,
            Elapsed = clock.GetElapsedTime(began),
        };
    }

    private async Task<ReplayEnd> RunAsync(Passage passage, ResumingSink sink, ReplayTransactions transactions, CancellationToken cancellation)
    {
        try
        {
            var isWhole = await PublishAsync(passage, sink, transactions, cancellation);
            transactions.Commit(isComplete: isWhole);
            return isWhole ? ReplayEnd.Complete : ReplayEnd.Limit;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            transactions.Commit(isComplete: false);
            return ReplayEnd.Stopped;
        }
        catch (Exception fault) when (fault is BackfillException or WarehouseException)
        {
            // The source is at fault, and not what was published of it.
            transactions.Commit(isComplete: false);
            throw;
        }
        catch
        {
            transactions.Abort();
            throw;
        }
    }

    /// <returns>Whether the source was read to its end.</returns>
    private async Task<bool> PublishAsync(Passage passage, ResumingSink sink, ReplayTransactions transactions, CancellationToken cancellation)
    {
        var pacer = new Pacer(passage.Options.Pace, clock);
        var met = new HashSet<string>();
        var (events, left) = (0L, passage.Options.Limit ?? long.MaxValue);
        foreach (var next in passage.History.Read(passage.Account, cancellation))
        {
            if (++events % EventsPerReport == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                passage.Report(events);
            }
            var isNews = sink.IsNews(next.Topic, out var isChosen);
            if (isChosen && left-- == 0) return false;
            if (!isNews) continue;
            // In time order the first event of a topic is its oldest.
            if (met.Add(next.Topic) && await _topics.MakeRoomSinceAsync(next.Topic, next.OccurredAt, cancellation)) passage.KeptForever.Add(next.Topic);
            if (pacer.UntilDue(next.OccurredAt) is var wait && wait > transactions.PauseMin)
            {
                transactions.CommitBefore(wait);
                passage.Report(events);
                await Task.Delay(wait, clock, cancellation);
            }
            transactions.Enter();
            next.DeliverTo(sink);
            passage.Published(next.OccurredAt);
        }
        passage.Report(events);
        return true;
    }

    private TimeSpan Shift(ReplaySource source, ReplayOptions options, ReplayPosition? position, CancellationToken cancellation)
    {
        if (position is not null)
        {
            if (options.IsShiftedToNow != (position.ShiftMicroseconds != 0)) throw ReplayException.OtherShift(position.Source, position.Shift);
            return position.Shift;
        }
        return options.IsShiftedToNow ? source.ShiftTo(clock.GetUtcNow(), cancellation) : TimeSpan.Zero;
    }

    // A topic that was deleted and made anew has nothing of the source.
    private static TopicPosition? Known(ReplayPosition position, string topic, IReadOnlyDictionary<string, Guid> topicIds) =>
        position.Topics.TryGetValue(topic, out var known) && known.TopicId == topicIds[topic] ? known : null;

    private static ReplayRun CompleteBefore(ReplaySource source, ReplayPosition position, RowAccount account, Dictionary<string, long> before) => new()
    {
        Source = position.Source,
        End = ReplayEnd.CompleteBefore,
        Account = account,
        Topics = [.. before.Select(topic => new ReplayedTopic(topic.Key, topic.Value, 0))],
        Shift = position.Shift,
    };

    // As for a history that is published once: it lingers for full requests, and what waits for the broker is bounded.
    private KafkaConfiguration ProducerSettings(string source) => kafka
        .With("transactional.id", $"smartkart-replay-{source}")
        .With("enable.idempotence", "true")
        .With("acks", "all")
        .With("linger.ms", "20")
        .With("queue.buffering.max.messages", "100000")
        .With("queue.buffering.max.kbytes", "65536")
        .With("statistics.interval.ms", "0");
}
