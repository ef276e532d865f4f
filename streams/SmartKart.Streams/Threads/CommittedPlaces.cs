using System.Collections.Concurrent;
using SmartKart.Kafka;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Threads;

/// <summary>
/// The offsets of a thread's partitions that were committed, and the times with them, asked of the broker while the state is restored. The thread
/// does not wait for them: an owner that died may have left a transaction open, and until that is over the broker can't tell. Owned by
/// the thread.
/// </summary>
internal sealed class CommittedPlaces(StreamsApplication application) : IDisposable
{
    private static readonly TimeSpan BeforeAskingAgain = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<TopicPartition, (long Inquiry, CommittedPlace? Place)> _places = []; // null until the broker has answered
    private readonly ConcurrentQueue<(long Inquiry, TopicPartition Partition, CommittedPlace Place)> _answers = new();
    private readonly List<Task> _inquiries = [];
    private readonly CancellationTokenSource _stop = new();
    private long _lastInquiry;

    /// <summary>Begins to ask about partitions that came.</summary>
    public void Ask(IReadOnlyList<TopicPartition> partitions)
    {
        var inquiry = ++_lastInquiry; // a partition may go and come again before it is answered, and its offset has gone on meanwhile
        foreach (var partition in partitions) _places[partition] = (inquiry, null);
        _inquiries.Add(AskUntilAnsweredAsync(inquiry, partitions));
    }

    /// <summary>Takes in what was answered.</summary>
    /// <exception cref="KafkaException">The broker refuses to answer.</exception>
    public void Settle()
    {
        while (_answers.TryDequeue(out var answer))
        {
            var isAwaited = _places.TryGetValue(answer.Partition, out var known) && known.Inquiry == answer.Inquiry;
            if (isAwaited) _places[answer.Partition] = (answer.Inquiry, answer.Place);
        }
        for (var at = _inquiries.Count - 1; at >= 0; at--)
        {
            if (!_inquiries[at].IsCompleted) continue;
            var ended = _inquiries[at];
            _inquiries.RemoveAt(at);
            ended.GetAwaiter().GetResult(); // throws what it failed by
        }
    }

    /// <summary>What was committed of a partition; null while it is not known.</summary>
    public CommittedPlace? Of(TopicPartition partition) => _places.TryGetValue(partition, out var known) ? known.Place : null;

    /// <summary>This thread committed another.</summary>
    public void Set(TopicPartition partition, CommittedPlace place) => _places[partition] = (_lastInquiry, place);

    /// <summary>The partition went.</summary>
    public void Forget(TopicPartition partition) => _places.Remove(partition);

    public void Dispose()
    {
        _stop.Cancel();
        try
        {
            Task.WaitAll([.. _inquiries]);
        }
        catch (AggregateException ended) when (ended.InnerExceptions.All(each => each is OperationCanceledException))
        {
            // Stopped.
        }
        finally
        {
            _stop.Dispose();
        }
    }

    private async Task AskUntilAnsweredAsync(long inquiry, IReadOnlyList<TopicPartition> partitions)
    {
        while (true)
        {
            partitions = await AskOnceAsync(inquiry, partitions);
            if (partitions.Count == 0) return;
            await Task.Delay(BeforeAskingAgain, application.Time, _stop.Token);
        }
    }

    /// <returns>Those that are to be asked about again.</returns>
    private async Task<IReadOnlyList<TopicPartition>> AskOnceAsync(long inquiry, IReadOnlyList<TopicPartition> partitions)
    {
        var (group, offsets) = (application.Options.ApplicationId, application.Admin.GroupOffsets);
        try
        {
            var answers = application.Options.IsExactlyOnce
                ? await offsets.ListStableAsync(group, partitions, _stop.Token)
                : await offsets.ListAsync(group, partitions, _stop.Token);
            var open = new List<TopicPartition>();
            foreach (var answer in answers)
            {
                if (answer.Error is null) _answers.Enqueue((inquiry, answer.Partition, new CommittedPlace(answer.Offset, ReadTime(answer))));
                else if (answer.Error.IsRetriable) open.Add(answer.Partition);
                else throw answer.Error;
            }
            // A broker may leave out what nothing was committed of.
            foreach (var partition in partitions.Except(answers.Select(answer => answer.Partition))) _answers.Enqueue((inquiry, partition, CommittedPlace.None));
            return open;
        }
        catch (KafkaException fault) when (fault.IsRetriable)
        {
            Log.CommittedTimesPostponed(application.Logger, fault, group);
            return partitions;
        }
    }

    private long ReadTime(PartitionResult committed)
    {
        if (string.IsNullOrEmpty(committed.Metadata)) return -1;
        if (PartitionTime.TryDecode(committed.Metadata, out var timeMs)) return timeMs;
        Log.PartitionTimeUnreadable(application.Logger, committed.Metadata, committed.Partition);
        return -1;
    }
}
