namespace SmartKart.Topologies.DeadLetters;

/// <summary>What became of dead letters that were to be retried.</summary>
/// <param name="Sent">Records sent to their topics again; of a dry run those that would have been.</param>
/// <param name="SentBefore">Letters whose records were sent again before, or in this run for another letter of the same record.</param>
/// <param name="Topics">Records sent, by topic.</param>
public sealed record RetriedLetters(long Sent, long SentBefore, IReadOnlyDictionary<string, long> Topics);
