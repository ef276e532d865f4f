namespace SmartKart.Training.Sessions;

/// <summary>
/// Sessions, to be found by the items that were clicked in them: every click of an item, the oldest first. Of a session longer than
/// <see cref="ClicksMax"/> the newest clicks count, since all pairs of clicks are looked at. Immutable.
/// </summary>
internal sealed class ItemClicks
{
    /// <summary>Longer sessions are no person's: of the public sets' sessions none has as many.</summary>
    public const int ClicksMax = 200;

    private readonly SessionSet _sessions;
    private readonly int[] _starts;
    private readonly Click[] _clicks;

    public ItemClicks(SessionSet sessions)
    {
        _sessions = sessions;
        _starts = new int[sessions.ItemCount + 1];
        for (var session = 0; session < sessions.Count; session++)
        {
            foreach (var item in Session(session))
            {
                if (item >= 0) _starts[item + 1]++;
            }
        }
        for (var item = 0; item < sessions.ItemCount; item++) _starts[item + 1] += _starts[item];
        _clicks = new Click[_starts[^1]];
        var ends = _starts.AsSpan(0, sessions.ItemCount).ToArray();
        for (var session = 0; session < sessions.Count; session++)
        {
            var items = Session(session);
            for (var place = 0; place < items.Length; place++)
            {
                if (items[place] >= 0) _clicks[ends[items[place]]++] = new Click(session, place);
            }
        }
    }

    /// <summary>A session's clicks that count, oldest first.</summary>
    public ReadOnlySpan<int> Session(int session)
    {
        var items = _sessions[session];
        return items.Length <= ClicksMax ? items : items[^ClicksMax..];
    }

    /// <summary>Every click of an item, the oldest first.</summary>
    public ReadOnlySpan<Click> Of(int item) => _clicks.AsSpan(_starts[item]..(_starts[item + 1]));

    /// <summary>Whether an item's click is its first in its session, in the order of <see cref="Of"/>.</summary>
    public static bool IsFirstOfSession(ReadOnlySpan<Click> clicks, int at) => at == 0 || clicks[at - 1].Session != clicks[at].Session;
}

/// <summary>A click.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Place">Its place in <see cref="ItemClicks.Session"/>.</param>
internal readonly record struct Click(int Session, int Place);
