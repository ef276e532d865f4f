namespace SmartKart.Scoring.Sessions;

/// <summary>
/// Past sessions, to be found by the items that they hold: VMIS-kNN's index (Kersbergen, Sprangers, Schelter: "Serenade", SIGMOD 2022). Both
/// ways are rows of one array: a session's items, and an item's newest sessions. Four bytes a click each way. Immutable.
/// </summary>
public sealed class SessionIndex
{
    /// <summary>An index from its arrays, as they were saved.</summary>
    /// <param name="sessionStarts">Sessions + 1: where each session's items start in <paramref name="sessionItems"/>, the oldest session first.</param>
    /// <param name="sessionItems">Each session's different items, in the order in which they were last clicked.</param>
    /// <param name="itemStarts">Items + 1: where each item's sessions start in <paramref name="itemSessions"/>.</param>
    /// <param name="itemSessions">Of each item the newest sessions that hold it, the newest first.</param>
    /// <param name="itemSupport">How many sessions hold each item, those included that are too old for <paramref name="itemSessions"/>.</param>
    /// <exception cref="SessionModelException">They do not fit each other.</exception>
    public SessionIndex(int[] sessionStarts, int[] sessionItems, int[] itemStarts, int[] itemSessions, int[] itemSupport)
    {
        SessionModelException.CheckRows("session index", sessionStarts, sessionItems, itemSupport.Length);
        SessionModelException.CheckRows("session index", itemStarts, itemSessions, sessionStarts.Length - 1);
        if (itemStarts.Length != itemSupport.Length + 1)
            throw new SessionModelException(
                $"The session index has sessions of {itemStarts.Length - 1} items, and counts of {itemSupport.Length}. {SessionModelException.Remedy}");
        (SessionStarts, SessionItems, ItemStarts, ItemSessions, ItemSupport) = (sessionStarts, sessionItems, itemStarts, itemSessions, itemSupport);
    }

    /// <summary>How many sessions there are, numbered from 0, the oldest first.</summary>
    public int SessionCount => SessionStarts.Length - 1;

    /// <summary>How many items there are, numbered from 0.</summary>
    public int ItemCount => ItemSupport.Length;

    internal int[] SessionStarts { get; }

    internal int[] SessionItems { get; }

    internal int[] ItemStarts { get; }

    internal int[] ItemSessions { get; }

    internal int[] ItemSupport { get; }

    /// <summary>A session's different items, in the order in which they were last clicked.</summary>
    public ReadOnlySpan<int> ItemsOf(int session) => SessionItems.AsSpan(SessionStarts[session]..SessionStarts[session + 1]);

    /// <summary>The newest sessions that hold an item, the newest first.</summary>
    public ReadOnlySpan<int> SessionsOf(int item) => ItemSessions.AsSpan(ItemStarts[item]..ItemStarts[item + 1]);

    /// <summary>How many sessions hold an item, known by number or not.</summary>
    public int SupportOf(int item) => ItemSupport[item];

    /// <summary>The arrays, in the order in which the constructor takes them: for who saves them.</summary>
    public (int[] SessionStarts, int[] SessionItems, int[] ItemStarts, int[] ItemSessions, int[] ItemSupport) ToArrays() =>
        (SessionStarts, SessionItems, ItemStarts, ItemSessions, ItemSupport);
}
