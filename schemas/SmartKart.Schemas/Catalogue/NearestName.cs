namespace SmartKart.Schemas.Catalogue;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>
    /// The candidate with the fewest edits (Levenshtein 1966) from <paramref name="written"/>; null where each needs more
    /// than a third of its length.
    /// </summary>
    public static string? To(string written, IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Select(name => (Name: name, Edits: Edits(written, name)))
            .OrderBy(candidate => candidate.Edits)
            .FirstOrDefault();
        return nearest.Name is { } name && nearest.Edits <= Math.Max(1, name.Length / 3) ? name : null;
    }

    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[to.Length];
    }
}
