namespace SmartKart.Topologies.Archive;

/// <summary>What was brought into the history.</summary>
/// <param name="Topic">Of which topic.</param>
/// <param name="Events">Events; aborted ones are none.</param>
/// <param name="Tombstones">Records without a value, which are no events and stay out.</param>
/// <param name="DeadLetters">Records that are no events, or none that could be; they went to <c>dead_letters</c>.</param>
/// <param name="Files">The files written, one for each run and day.</param>
public sealed record ArchivedTopic(string Topic, long Events, long Tombstones, long DeadLetters, IReadOnlyList<string> Files);
