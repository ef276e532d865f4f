namespace SmartKart.Scoring.Ann.Graph;

/// <summary>
/// A lock for each row, on its links while an index is built. Held for a copy of at most 2 M numbers or one choice of links, microseconds, and
/// never two at once: spinning is cheaper than a lock that can sleep, and nothing can wait in a circle.
/// </summary>
internal sealed class NodeLocks(int count)
{
    private readonly int[] _held = new int[count];

    public void Enter(int row)
    {
        ref var held = ref _held[row];
        if (Interlocked.CompareExchange(ref held, 1, 0) == 0) return;
        var spin = new SpinWait();
        do
        {
            // The holder may have lost its core: yield, but don't sleep for a millisecond.
            spin.SpinOnce(sleep1Threshold: -1);
        }
        while (Volatile.Read(ref held) != 0 || Interlocked.CompareExchange(ref held, 1, 0) != 0);
    }

    public void Exit(int row) => Volatile.Write(ref _held[row], 0);
}
