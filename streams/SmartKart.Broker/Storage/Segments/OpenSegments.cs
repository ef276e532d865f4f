namespace SmartKart.Broker.Storage;

/// <summary>
/// Places for segments whose files are open though nobody uses them now, so that the next reader need not open them: a limit
/// on what thousands of old segments take of the process's file descriptors, three each. Who was used since it was last looked
/// at gets a second chance (CLOCK), so a hit costs no lock.
/// </summary>
/// <remarks>
/// Not counted are the segments that a log still writes, one per partition and those not yet durable. .NET raises the
/// process's limit from the soft to the hard one when it starts.
/// </remarks>
internal sealed class OpenSegments(int limit = OpenSegments.DefaultLimit)
{
    public const int DefaultLimit = 512;

    private readonly Lock _lock = new();
    private readonly LinkedList<SegmentAccess> _order = [];
    private readonly Dictionary<SegmentAccess, LinkedListNode<SegmentAccess>> _places = [];

    public int Count
    {
        get { lock (_lock) return _places.Count; }
    }

    /// <summary>Gives a segment a place, with the hold that its caller has for it; another may lose its own.</summary>
    public void Take(SegmentAccess segment)
    {
        SegmentAccess? released = null;
        lock (_lock)
        {
            if (_places.ContainsKey(segment)) released = segment;          // one hold is enough
            else _places.Add(segment, _order.AddLast(segment));
            if (_places.Count > limit) released = Evict();
        }
        released?.Release();
    }

    /// <returns>Whether it had a place; its hold is the caller's then.</returns>
    public bool Leave(SegmentAccess segment)
    {
        lock (_lock)
        {
            if (!_places.Remove(segment, out var place)) return false;
            _order.Remove(place);
            return true;
        }
    }

    private SegmentAccess Evict()
    {
        while (true)                                   // once around at most: then no flag is left
        {
            var first = _order.First!;                 // the caller has just added one
            _order.RemoveFirst();
            if (first.Value.WasUsed && _order.Count > 0)
            {
                first.Value.WasUsed = false;
                _order.AddLast(first);
                continue;
            }
            _places.Remove(first.Value);
            return first.Value;
        }
    }
}
