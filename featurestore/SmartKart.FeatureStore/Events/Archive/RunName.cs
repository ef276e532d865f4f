using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SmartKart.FeatureStore.Events.Archive;

/// <summary>
/// What a file of the archive is called, <c>000000000100-000000000250</c>: which stretch of its topic's offsets it holds, counted over all partitions.
/// Each run of the archive goes on where the one before it ended; a file that several were merged into bears the stretch of them all. So names alone
/// tell which file stands for which: one within another's stretch, in the same folder, is superseded by it.
/// </summary>
/// <param name="From">The first.</param>
/// <param name="To">The one after the last.</param>
public readonly record struct RunName(long From, long To) : IComparable<RunName>
{
    private const int MinDigits = 12;

    /// <summary>Reads a name.</summary>
    /// <param name="text">A file's name, without folder and extension.</param>
    /// <param name="name">What it says.</param>
    /// <returns>False for what the archive did not write.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out RunName name)
    {
        name = default;
        if (text?.IndexOf('-', StringComparison.Ordinal) is not (>= MinDigits and var dash) || text.Length - dash - 1 < MinDigits) return false;
        if (!long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var from)) return false;
        if (!long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var to)) return false;
        name = new RunName(from, to);
        return true;
    }

    /// <summary>The name of one file in place of several.</summary>
    public static RunName Of(IReadOnlyList<RunName> merged) => new(merged.Min(name => name.From), merged.Max(name => name.To));

    /// <summary>Whether what another holds is all in here.</summary>
    public bool Covers(RunName other) => From <= other.From && other.To <= To;

    /// <summary>By the stretch's begin, and of one begin the longest first.</summary>
    public int CompareTo(RunName other) => From != other.From ? From.CompareTo(other.From) : other.To.CompareTo(To);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:D12}-{To:D12}");

#pragma warning disable CS1591 // what an order's operators do is known
    public static bool operator <(RunName left, RunName right) => left.CompareTo(right) < 0;

    public static bool operator <=(RunName left, RunName right) => left.CompareTo(right) <= 0;

    public static bool operator >(RunName left, RunName right) => left.CompareTo(right) > 0;

    public static bool operator >=(RunName left, RunName right) => left.CompareTo(right) >= 0;
#pragma warning restore CS1591
}
