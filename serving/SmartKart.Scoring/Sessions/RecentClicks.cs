namespace SmartKart.Scoring.Sessions;

/// <summary>The different items of a running session, the newest first, each where it was clicked last. Hot path: per query. One thread.</summary>
/// <param name="itemCount">How many items are known.</param>
internal sealed class RecentClicks(int itemCount)
{
    /// <summary>Of how many different items a query takes account: what lies further back says next to nothing, and would cost as much.</summary>
    public const int ItemsMax = 64;

    /// <summary>How many clicks back a query looks.</summary>
    public const int ClicksMax = 256;

    private readonly int[] _items = new int[ItemsMax];
    private readonly int[] _distances = new int[ItemsMax];
    private readonly int[] _counts = new int[ItemsMax];
    private int _itemCount;

    /// <summary>Clicks of the session, those on unknown items and repeated ones included; at most <see cref="ClicksMax"/>.</summary>
    public int Length { get; private set; }

    /// <summary>The items, the one that was clicked last first.</summary>
    public ReadOnlySpan<int> Items => _items.AsSpan(0, _itemCount);

    /// <summary>How many clicks came after each of them: 0 for the last click.</summary>
    public ReadOnlySpan<int> Distances => _distances.AsSpan(0, _itemCount);

    /// <summary>How often each of them was clicked.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, _itemCount);

    private int SessionLength { get; set; }

    /// <summary>Where an item's last click stands in the session.</summary>
    /// <param name="click">The item's place in <see cref="Items"/>.</param>
    public int PositionOf(int click) => SessionLength - 1 - _distances[click];

    /// <summary>Takes a session's clicks, oldest first.</summary>
    public void Read(ReadOnlySpan<int> session)
    {
        _itemCount = 0;
        SessionLength = session.Length;
        Length = Math.Min(session.Length, ClicksMax);
        for (var distance = 0; distance < Length; distance++)
        {
            var item = session[session.Length - 1 - distance];
            if ((uint)item >= (uint)itemCount) continue;
            var known = Items.IndexOf(item);
            if (known >= 0) _counts[known]++;
            else if (_itemCount < ItemsMax) Take(item, distance);
        }
    }

    private void Take(int item, int distance)
    {
        _items[_itemCount] = item;
        _distances[_itemCount] = distance;
        _counts[_itemCount++] = 1;
    }
}
