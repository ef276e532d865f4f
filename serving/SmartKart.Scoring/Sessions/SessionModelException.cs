namespace SmartKart.Scoring.Sessions;

/// <summary>The arrays of a session model do not fit each other: they were cut short, mixed up, or made by something else.</summary>
public sealed class SessionModelException : ScoringException
{
    internal SessionModelException(string message, Exception? cause = null) : base(message, cause) { }

    /// <summary>Holds rows of a compressed matrix to what they must be: starts that begin at 0 and never fall, numbers within their range.</summary>
    /// <param name="model">Whose they are, for the message.</param>
    /// <param name="starts">Where each row starts, and where the last ends.</param>
    /// <param name="values">The rows, one after another.</param>
    /// <param name="bound">What every value is below.</param>
    internal static void CheckRows(string model, ReadOnlySpan<int> starts, ReadOnlySpan<int> values, int bound)
    {
        if (starts.IsEmpty || starts[0] != 0 || starts[^1] != values.Length)
            throw new SessionModelException($"The {model}'s rows should start at 0 and end at {values.Length}. {Remedy}");
        for (var row = 1; row < starts.Length; row++)
        {
            if (starts[row] < starts[row - 1])
                throw new SessionModelException($"The {model}'s row {row} starts at {starts[row]}, before row {row - 1} at {starts[row - 1]}. {Remedy}");
        }
        for (var at = 0; at < values.Length; at++)
        {
            if ((uint)values[at] >= (uint)bound)
                throw new SessionModelException($"The {model} holds {values[at]} at place {at}, where numbers go from 0 to {bound - 1}. {Remedy}");
        }
    }

    internal const string Remedy = "Train it again, or take another copy of it.";
}
