using SmartKart.Scoring.Artifacts;

namespace SmartKart.Scoring.Sessions;

/// <summary>
/// Session-kNN in a file of arrays: the index's five, as <see cref="SessionIndex"/> takes them, and <c>options</c>, its numbers in the order below, a decay as its
/// shape and its length.
/// </summary>
internal static class SessionKnnTensors
{
    public const string FileName = "sessions.safetensors";

    private const string SessionStarts = "session_starts", SessionItems = "session_items", ItemStarts = "item_starts", ItemSessions = "item_sessions";
    private const string ItemSupport = "item_support", Options = "options";
    private const int OptionCount = 14;

    public static void Write(string path, SessionKnn model)
    {
        var (file, index, options) = (new TensorFileWriter(), model.Index, model.Options);
        file.Add(SessionStarts, index.SessionStarts);
        file.Add(SessionItems, index.SessionItems);
        file.Add(ItemStarts, index.ItemStarts);
        file.Add(ItemSessions, index.ItemSessions);
        file.Add(ItemSupport, index.ItemSupport);
        var ((clickShape, clickLength), (matchShape, matchLength)) = (options.ClickDecay.ToNumbers(), options.MatchDecay.ToNumbers());
        file.Add(Options,
        [
            options.Neighbours, options.SessionsPerItem, clickShape, clickLength, matchShape, matchLength, options.ClickIdf, options.ItemIdf, options.LengthNorm,
            options.AgeDecay, options.AfterDecay, options.BeforeDecay, options.BeforeWeight, options.SameWeight,
        ]);
        file.Write(path);
    }

    /// <exception cref="ArtifactException">The file can't be read, or lacks an array.</exception>
    /// <exception cref="SessionModelException">Its arrays don't fit each other.</exception>
    public static SessionKnn Read(string path)
    {
        using var file = TensorFile.Open(path);
        var index = new SessionIndex(Integers(SessionStarts), Integers(SessionItems), Integers(ItemStarts), Integers(ItemSessions), Integers(ItemSupport));
        var values = file.Doubles(Options).ToArray();
        if (values.Length != OptionCount) throw new SessionModelException($"Session-kNN has {values.Length} options, and {OptionCount} are wanted. {SessionModelException.Remedy}");
        float At(int option) => (float)values[option];
        try
        {
            return new SessionKnn(index, new SessionKnnOptions
            {
                Neighbours = (int)values[0],
                SessionsPerItem = (int)values[1],
                ClickDecay = ClickDecay.OfNumbers(values[2], values[3]),
                MatchDecay = ClickDecay.OfNumbers(values[4], values[5]),
                ClickIdf = At(6),
                ItemIdf = At(7),
                LengthNorm = At(8),
                AgeDecay = At(9),
                AfterDecay = At(10),
                BeforeDecay = At(11),
                BeforeWeight = At(12),
                SameWeight = At(13),
            });
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw new SessionModelException($"Session-kNN has options that can't be: {fault.Message} {SessionModelException.Remedy}", fault);
        }

        int[] Integers(string name) => file.Integers(name).ToArray();
    }
}
