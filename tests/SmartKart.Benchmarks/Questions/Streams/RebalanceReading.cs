namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>Reads from incidents, handovers and the output's times how long each partition stood still.</summary>
internal sealed class RebalanceReading
{
    private readonly List<bool> _found = [];

    /// <summary>Of partitions that stayed where they were: per incident and partition the longest gap in its output, s.</summary>
    public List<double> Unmoved { get; } = [];

    /// <summary>Of partitions that moved because an instance joined or left, to a standby: the longest gap, s.</summary>
    public List<double> MovedWarm { get; } = [];

    /// <summary>The same without a standby.</summary>
    public List<double> MovedCold { get; } = [];

    /// <summary>Of partitions of a killed instance: from the moment the broker gave them to another until output resumed, s.</summary>
    public List<double> AfterKillWarm { get; } = [];

    /// <summary>The same without a standby.</summary>
    public List<double> AfterKillCold { get; } = [];

    /// <summary>Of the same: the whole gap, s.</summary>
    public List<double> AfterKillWhole { get; } = [];

    /// <summary>How many of the partitions that moved because an instance left or was killed found a standby, of 1.</summary>
    public double FoundStandbyWithoutJoins => _found.Count(found => found) / (double)_found.Count;

    /// <summary>A line per incident: what moved, how it was found there, and the longest gaps.</summary>
    public List<string> Lines { get; } = [];

    /// <param name="incidents">In order.</param>
    /// <param name="handovers">In order.</param>
    /// <param name="times">Per partition, when its output was appended.</param>
    /// <param name="endMs">When it was over.</param>
    public RebalanceReading(IReadOnlyList<Incident> incidents, IReadOnlyList<Handover> handovers, IReadOnlyList<IReadOnlyList<long>> times, long endMs)
    {
        var owners = new string[times.Count];
        for (var at = 0; at < incidents.Count; at++)
        {
            var (from, to) = (incidents[at].TimeMs, at + 1 < incidents.Count ? incidents[at + 1].TimeMs : endMs);
            foreach (var each in handovers.Where(each => each.TimeMs < from)) owners[each.Partition] = each.Instance;
            var (stayed, moved) = (0.0, new List<string>());
            for (var partition = 0; partition < times.Count; partition++)
            {
                var mine = handovers
                    .Where(each => each.Partition == partition && each.TimeMs >= from && each.TimeMs < to && each.Instance != owners[partition]).ToList();
                var gap = LongestGap(times[partition], from, to);
                if (mine.Count == 0) stayed = Math.Max(stayed, gap);
                else if (incidents[at].Kind != IncidentKind.Join) _found.Add(mine[0].FoundStandby);
                if (mine.Count > 0) moved.Add($"{partition} to {mine[0].Instance}{(mine[0].FoundStandby ? "" : ", which had no standby,")} {gap:0.00} s");
                if (mine.Count == 0) Unmoved.Add(gap);
                else if (incidents[at].Kind == IncidentKind.Kill && owners[partition] == incidents[at].Instance) AddKilled(mine[0], gap, times[partition]);
                else (mine[0].FoundStandby ? MovedWarm : MovedCold).Add(gap);
            }
            Lines.Add($"{incidents[at].Kind} {incidents[at].Instance}: those that stayed, {stayed:0.00} s at most; moved: " +
                $"{(moved.Count == 0 ? "none" : string.Join("; ", moved))}");
        }
    }

    private void AddKilled(Handover handover, double gap, IReadOnlyList<long> times)
    {
        var resumed = times.First(time => time >= handover.AssignedMs);
        AfterKillWhole.Add(gap);
        (handover.FoundStandby ? AfterKillWarm : AfterKillCold).Add((resumed - handover.AssignedMs) / 1e3);
    }

    // Of pairs of records next to each other. A gap belongs to the incident in whose time its middle lies: it begins a little before it.
    private static double LongestGap(IReadOnlyList<long> times, long from, long to)
    {
        var longest = 0L;
        for (var at = 1; at < times.Count; at++)
            if ((times[at] + times[at - 1]) / 2 is var middle && middle >= from && middle < to) longest = Math.Max(longest, times[at] - times[at - 1]);
        return longest / 1e3;
    }
}
