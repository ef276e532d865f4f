namespace SmartKart.Broker.Storage;

/// <summary>
/// What a compaction must know of the whole log before it takes anything away: which transactions were aborted, for a marker
/// lies behind its records, and which batch is each producer's last.
/// </summary>
internal sealed class LogSurvey
{
    public required AbortedRanges Aborted { get; init; }
    public required ProducerTails Tails { get; init; }

    /// <summary>Reads to the log's end: the outcome of a transaction may lie behind what is compacted.</summary>
    /// <param name="segments">All of the log.</param>
    /// <param name="activeSinceMs">A producer whose last batch is older is at work no more.</param>
    /// <param name="cancellation">Stops it between two batches.</param>
    public static LogSurvey Of(Segment[] segments, long activeSinceMs, CancellationToken cancellation)
    {
        var survey = new LogSurvey { Aborted = new AbortedRanges(), Tails = new ProducerTails(activeSinceMs) };
        foreach (var segment in segments)
        {
            using var batches = new SegmentBatches(segment, cancellation);
            while (batches.TryNext(out var batch))
            {
                if (batch.ProducerId < 0) continue;
                survey.Aborted.Observe(batch);
                survey.Tails.Observe(batch);
            }
        }
        return survey;
    }
}
