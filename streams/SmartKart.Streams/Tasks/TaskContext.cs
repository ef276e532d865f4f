using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Tasks;

/// <summary>
/// What all nodes of a task share: who it is, the record at hand, the clocks, and what becomes of errors. Owned by the task's thread.
/// </summary>
internal sealed class TaskContext(TaskId id, TaskSettings settings) : IProcessorContext
{
    private readonly PunctuationQueue _streamTime = new();
    private readonly PunctuationQueue _wallClock = new();

    public TaskId Id { get; } = id;

    public string ApplicationId => settings.ApplicationId;

    public TaskId TaskId => Id;

    public RecordMetadata? RecordMetadata => Record.Metadata;

    public long CurrentStreamTimeMs => StreamTimeMs;

    public long CurrentSystemTimeMs => SystemTimeMs;

    /// <summary>The record that is being processed.</summary>
    public RecordContext Record { get; } = new();

    /// <summary>The latest time of a record that was processed; -1 before the first.</summary>
    public long StreamTimeMs { get; private set; } = -1;

    public long SystemTimeMs => settings.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A processor asked for a commit.</summary>
    public bool CommitRequested { get; set; }

    /// <summary>Records that went no further: unreadable, without a time, without the key or value that an operator needs, or failing in a processor.</summary>
    public long SkippedRecords { get; private set; }

    /// <summary>Records that came after their window had closed.</summary>
    public long LateRecords { get; private set; }

    /// <summary>Whose dead letters they are to take; set before the first record.</summary>
    public Action<FailedRecord, Exception>? DeadLetters { get; set; }

    public void AdvanceStreamTime(long timestampMs)
    {
        if (timestampMs > StreamTimeMs) StreamTimeMs = timestampMs;
    }

    public void LateRecordDropped() => LateRecords++;

    public void RecordSkipped() => SkippedRecords++;

    public TStore GetStateStore<TStore>(string name) where TStore : class =>
        throw new TopologyException($"A choice of topic asks for the state store '{name}'. Look it up in a processor before, and let the record carry what it found.");

    public void Commit() => CommitRequested = true;

    public IDisposable Schedule(TimeSpan interval, PunctuationType type, Action<long> punctuate) => Schedule("", interval, type, punctuate);

    public IDisposable Schedule(string node, TimeSpan interval, PunctuationType type, Action<long> punctuate)
    {
        var intervalMs = (long)interval.TotalMilliseconds;
        if (intervalMs < 1)
            throw new TopologyException($"The processor '{node}' schedules a punctuation every {interval}. The least is 1 ms.");
        // As in Kafka Streams: by stream time the first is due with the first record, by the wall clock after one interval.
        return type == PunctuationType.StreamTime
            ? _streamTime.Add(node, dueMs: 0, intervalMs, punctuate)
            : _wallClock.Add(node, SystemTimeMs + intervalMs, intervalMs, punctuate);
    }

    /// <summary>Calls back whatever is due by stream time. Cheap where nothing is.</summary>
    public void PunctuateStreamTime()
    {
        if (StreamTimeMs >= _streamTime.NextDueMs) Punctuate(_streamTime, StreamTimeMs);
    }

    /// <summary>Calls back whatever is due by the wall clock.</summary>
    public void PunctuateWallClock(long nowMs)
    {
        if (nowMs >= _wallClock.NextDueMs) Punctuate(_wallClock, nowMs);
    }

    /// <summary>When the next punctuation by the wall clock is due; the greatest number where none is scheduled.</summary>
    public long NextWallClockDueMs => _wallClock.NextDueMs;

    /// <summary>A fault of a processor's own, rather than one that a handler already judged, or of the runtime.</summary>
    public static bool IsOfProcessor(Exception fault) =>
        fault is SerializationException or not (StreamsException or Kafka.KafkaException or OperationCanceledException or OutOfMemoryException);

    /// <summary>Asks the handler; returns where the record is to be passed over.</summary>
    public void HandleProcessing(string node, Exception fault) => Handle(settings.ProcessingExceptionHandler, node, fault,
        at => new ProcessingException($"Task {Id}: the processor '{node}' failed at {at}: {fault.Message} The processing exception handler can skip or dead-letter such records.", fault));

    /// <inheritdoc cref="HandleProcessing"/>
    public void HandleProduction(string node, Exception fault) => Handle(settings.ProductionExceptionHandler, node, fault,
        at => new ProductionException($"Task {Id}: the sink '{node}' could not write what became of {at}: {fault.Message} The production exception handler can skip or dead-letter such records.", fault));

    /// <inheritdoc cref="HandleProcessing"/>
    public void HandleDeserialization(string node, Exception fault)
    {
        Handle(settings.DeserializationExceptionHandler, node, fault,
            at => new DeserializationException($"Task {Id}: the source '{node}' can't read {at}: {fault.Message} The deserialization exception handler can skip or dead-letter such records.", fault));
        Record.Leave();
    }

    /// <summary>A record without a usable time: dropped where a timestamp extractor said so, else an error, for nothing after it could be ordered.</summary>
    public void DropForItsTime(string node, long timestampMs, bool hasExtractor)
    {
        var record = Record.ToFailed(Id, node);
        Record.Leave();
        if (!hasExtractor)
            throw new ProcessingException(
                $"Task {Id}: the source '{node}' took {At(record)} with the time {timestampMs}, and a time is not negative. Its producer gave none: set a timestamp extractor that does, or that drops it by returning -1.",
                new ArgumentOutOfRangeException(nameof(timestampMs), timestampMs, null));
        SkippedRecords++;
        Log.RecordWithoutTime(settings.Logger, Id, record.Topic, record.Partition, record.Offset, timestampMs);
    }

    private void Handle(IExceptionHandler handler, string node, Exception fault, Func<string, StreamsException> failure)
    {
        var record = Record.ToFailed(Id, node);
        var response = handler.Handle(record, fault);
        if (response == ExceptionHandlerResponse.Fail) throw failure(At(record));
        if (response == ExceptionHandlerResponse.DeadLetter)
        {
            if (DeadLetters is null)
                throw new ProcessingException($"Task {Id}: {At(record)} is to be dead-lettered, and there is no dead-letter topic. Set {nameof(TaskSettings.DeadLetterTopic)}.", fault);
            DeadLetters(record, fault);
        }
        SkippedRecords++;
        Log.RecordSkipped(settings.Logger, fault, Id, node, record.Topic, record.Partition, record.Offset, response);
    }

    private void Punctuate(PunctuationQueue queue, long nowMs)
    {
        while (queue.TryTakeDue(nowMs, out var due))
        {
            try
            {
                due.Punctuate(nowMs);
            }
            catch (Exception fault) when (IsOfProcessor(fault))
            {
                HandleProcessing(due.Node, fault);
            }
            queue.Reschedule(due, nowMs);
        }
    }

    private static string At(FailedRecord record) => record.Offset < 0 ? "a punctuation" : $"{record.Topic}[{record.Partition}]@{record.Offset}";
}
