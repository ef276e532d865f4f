namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>What an instance told: its task of a partition processes.</summary>
/// <param name="TimeMs">Since when, ms since 1970.</param>
/// <param name="AssignedMs">When the broker gave it the partition, ms since 1970.</param>
/// <param name="Instance">Who.</param>
/// <param name="Partition">Which.</param>
/// <param name="FoundStandby">A standby had kept its state up to date; else it was read from the changelog.</param>
internal readonly record struct Handover(long TimeMs, long AssignedMs, string Instance, int Partition, bool FoundStandby);

/// <summary>What was done to the instances, and when.</summary>
internal readonly record struct Incident(long TimeMs, IncidentKind Kind, string Instance);

internal enum IncidentKind
{
    Join,
    Leave,
    Kill,
}
