using System.CommandLine;
using System.Globalization;

namespace SmartKart.Local.Terminal;

/// <summary>Holds the numbers that options take to their ranges.</summary>
internal static class NumberRange
{
    /// <summary>Adds a rule for an option's number.</summary>
    /// <param name="option">It may be given or not.</param>
    /// <param name="isWithin">Whether a number may be given.</param>
    /// <param name="rule">What to say where it may not.</param>
    public static void HoldTo<T>(this Option option, Func<T, bool> isWithin, string rule) where T : struct, IParsable<T> => option.Validators.Add(result =>
    {
        // What is no number is told by the parser itself, and asking for its value here would throw; a default needs no look.
        foreach (var token in result.Tokens)
        {
            if (T.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && !isWithin(number)) result.AddError(rule);
        }
    });
}
