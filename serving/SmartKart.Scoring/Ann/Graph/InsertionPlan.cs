namespace SmartKart.Scoring.Ann.Graph;

/// <summary>
/// What is drawn before anything is inserted: each row's highest layer, and the order in which rows come in. Both depend on the seed alone, so
/// that the places of all links are known in advance, and threads need not agree on either.
/// </summary>
/// <param name="UpperStarts">Count + 1 numbers: how many upper blocks the rows before have in all.</param>
/// <param name="Order">All rows. The first is the entry: the first of those in the highest layer. It stays the entry, so nothing has to guard it.</param>
internal sealed record InsertionPlan(int[] UpperStarts, int[] Order)
{
    /// <summary>Draws layers by the paper's law, ⌊−ln(unit) · 1 / ln(M)⌋, and shuffles: rows sorted by category would grow one part at a time.</summary>
    public static InsertionPlan Draw(int count, int m, long seed)
    {
        var random = new SplitMix((ulong)seed);
        var starts = new int[count + 1];
        var scale = 1 / Math.Log(m);
        var (entry, highest) = (0, -1);
        for (var row = 0; row < count; row++)
        {
            var layer = (int)(-Math.Log(random.NextUnit()) * scale);
            starts[row + 1] = checked(starts[row] + layer);
            if (layer > highest) (entry, highest) = (row, layer);
        }

        var order = new int[count];
        for (var row = 0; row < count; row++) order[row] = row;
        (order[0], order[entry]) = (order[entry], order[0]);
        for (var at = count - 1; at > 1; at--)
        {
            var other = 1 + random.NextBelow(at);
            (order[at], order[other]) = (order[other], order[at]);
        }
        return new InsertionPlan(starts, order);
    }

    public int LayerMax => UpperStarts[Order[0] + 1] - UpperStarts[Order[0]];
}
