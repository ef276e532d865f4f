using SmartKart.Backfill.Replay.Pacing;
using SmartKart.Backfill.Replay.Positions;
using SmartKart.Kafka;

namespace SmartKart.Backfill.Replay.Runs;

/// <summary>
/// The transactions of a run: begun with the first event, committed with the position when they are long enough. Hot path: per event.
/// </summary>
/// <param name="producer">The producer; its transactional.id is claimed.</param>
/// <param name="sink">What sends the events.</param>
/// <param name="source">The source's id.</param>
/// <param name="before">Where the source was when the run began.</param>
/// <param name="topicIds">The ids of the topics that were chosen.</param>
/// <param name="pace">Flat out a commit is worth many events; at a pace, readers are to see them soon.</param>
/// <param name="clock">What the length of a transaction is measured by.</param>
internal sealed class ReplayTransactions(
    BatchProducer producer, ResumingSink sink, string source, ReplayPosition before, IReadOnlyDictionary<string, Guid> topicIds, ReplayPace pace, TimeProvider clock)
{
    private const int EventsPerLook = 256;
    private static readonly TimeSpan LongestUnpaced = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPaced = TimeSpan.FromMilliseconds(50);

    private readonly ProducerBatch _position = new(PositionTopic.Name);
    private readonly TimeSpan _longest = pace is ReplayPace.Unpaced ? LongestUnpaced : LongestPaced;
    private long _began;
    private int _events;

    /// <summary>What is due sooner than this is sent now: a timer is no more exact.</summary>
    public TimeSpan PauseMin { get; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Makes room for one more event: commits a transaction that is long enough, and begins one where none is open.</summary>
    public void Enter()
    {
        if (producer.Transactions.IsOpen && ++_events % EventsPerLook == 0 && clock.GetElapsedTime(_began) > _longest) Commit(isComplete: false);
        if (producer.Transactions.IsOpen) return;
        producer.Transactions.Begin();
        _began = clock.GetTimestamp();
    }

    /// <summary>Before a wait, commits what would else be invisible for longer than a transaction may last.</summary>
    public void CommitBefore(TimeSpan wait)
    {
        if (producer.Transactions.IsOpen && clock.GetElapsedTime(_began) + wait > _longest) Commit(isComplete: false);
    }

    /// <summary>Commits what was sent, with the position that it leads to. Not to be cancelled: what was sent would be lost.</summary>
    /// <param name="isComplete">Whether the source was read to its end.</param>
    /// <exception cref="KafkaException">It is not committed.</exception>
    public void Commit(bool isComplete)
    {
        if (!producer.Transactions.IsOpen)
        {
            if (!isComplete) return; // nothing was sent
            producer.Transactions.Begin();
        }
        sink.SendAll();
        PositionTopic.Append(_position, source, sink.Position(before, topicIds, isComplete));
        producer.Send(_position, CancellationToken.None);
        producer.Transactions.Commit();
    }

    /// <summary>Takes back what the open transaction sent. Where even that fails, the next run's claim of the transactional.id does it.</summary>
    public void Abort()
    {
        if (!producer.Transactions.IsOpen) return;
        try
        {
            producer.Transactions.Abort();
        }
        catch (KafkaException)
        {
            // The fault that led here is on its way up and says more than this one.
        }
    }
}
