namespace SmartKart.Pipelines;

/// <summary>Finds what a misspelt name was meant to be: the least edits (Levenshtein 1966) wins, the first of several.</summary>
internal static class NearestName
{
    /// <summary>A sentence that helps whoever wrote a name that isn't there: the nearest of those that are, or all of them.</summary>
    public static string Remedy(string name, IReadOnlyCollection<string> known) =>
        Of(name, known) is { } nearest ? $"Is '{nearest}' meant?"
        : known.Count == 0 ? "There are none."
        : $"There are {string.Join(", ", known)}.";

    /// <summary>The candidate within a third of the name's length in edits, at least two; null where none is so near.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var (nearest, least) = (default(string), Math.Max(2, name.Length / 3) + 1);
        foreach (var candidate in candidates)
        {
            // As many edits as the name has letters would turn it into anything.
            var edits = Edits(name, candidate);
            if (edits < least && edits < Math.Max(name.Length, 2)) (nearest, least) = (candidate, edits);
        }
        return nearest;
    }

    private static int Edits(string from, string to)
    {
        var above = new int[to.Length + 1];
        for (var column = 0; column <= to.Length; column++) above[column] = column;
        for (var row = 1; row <= from.Length; row++)
        {
            var diagonal = above[0];
            above[0] = row;
            for (var column = 1; column <= to.Length; column++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(from[row - 1]) == char.ToLowerInvariant(to[column - 1]) ? 0 : 1);
                diagonal = above[column];
                above[column] = Math.Min(replaced, Math.Min(above[column], above[column - 1]) + 1);
            }
        }
        return above[to.Length];
    }
}
