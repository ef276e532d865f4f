namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>What an instance told: a partition of the input is its own, or its task processes.</summary>
/// <param name="TimeMs">When, ms since 1970.</param>
/// <param name="Instance">Who.</param>
/// <param name="Partition">Which.</param>
/// <param name="Step">What.</param>
internal readonly record struct Handover(long TimeMs, string Instance, int Partition, HandoverStep Step);

internal enum HandoverStep
{
    /// <summary>The broker gave it the partition.</summary>
    Assigned,

    /// <summary>Its task processes; the state was read from the changelog, or from what an earlier life left on disk.</summary>
    StartedCold,

    /// <summary>Its task processes; a standby had kept the state up to date.</summary>
    StartedWarm,
}

/// <summary>What was done to the instances, and when.</summary>
internal readonly record struct Incident(long TimeMs, IncidentKind Kind, string Instance);

internal enum IncidentKind
{
    Join,
    Leave,
    Kill,
}
