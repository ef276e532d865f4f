using System.Globalization;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Definitions;

/// <summary>A length of time as definitions write it: a whole number, 1 or more, and <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
internal static class Durations
{
    /// <summary>What a duration looks like, for messages.</summary>
    internal const string Form = "Write a whole number and a unit, such as 90s, 15m, 24h or 7d, of ten years at most.";

    private static readonly TimeSpan Longest = TimeSpan.FromMicroseconds(Hops.WindowMax);

    private static readonly (char Letter, TimeSpan Length)[] Units =
        [('d', TimeSpan.FromDays(1)), ('h', TimeSpan.FromHours(1)), ('m', TimeSpan.FromMinutes(1)), ('s', TimeSpan.FromSeconds(1))];

    /// <summary>Reads <c>7d</c>; false for anything else, and for what is over ten years: nothing is remembered for longer.</summary>
    internal static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var unit = Array.Find(Units, unit => text.Length > 1 && unit.Letter == text[^1]).Length;
        if (unit == TimeSpan.Zero) return false;
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        if (count == 0 || count > Longest / unit) return false;
        duration = unit * count;
        return true;
    }

    /// <summary>Writes it in the largest unit that divides it: 24 hours is <c>1d</c>.</summary>
    internal static string Format(TimeSpan duration)
    {
        var unit = Array.Find(Units, unit => duration.Ticks % unit.Length.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / unit.Length.Ticks}{unit.Letter}");
    }
}
