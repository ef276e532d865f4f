using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Topologies.Watermarks;

/// <summary>
/// How far time has come in a task: no event earlier than this will change anything any more. It is the least that its inputs have
/// reached, less the grace, so that what is decided by it depends on the events alone, not on which topic or partition was read faster:
/// after a crash, in a catch-up, in a replay flat out. It is kept in a store, for an input may be silent after a restart. Hot path: per record.
/// </summary>
internal sealed class Watermark
{
    private readonly IKeyValueStore<int, long> _store;
    private readonly TimingOptions _timing;
    private readonly long[] _reachedMs;
    private readonly QuietInput[] _own;

    /// <param name="context">The processor's, which names the store.</param>
    /// <param name="store">The store's name.</param>
    /// <param name="ownInputs">Inputs that the task reads itself, the first ones: they may go by the wall clock when they are quiet.</param>
    /// <param name="toldInputs">Inputs read elsewhere, which tell how far they are: only they know whether they are quiet or slow.</param>
    /// <param name="timing">How long to wait.</param>
    public Watermark(IProcessorContext context, string store, int ownInputs, int toldInputs, TimingOptions timing)
    {
        (_store, _timing) = (context.GetStateStore<IKeyValueStore<int, long>>(store), timing);
        _reachedMs = new long[ownInputs + toldInputs];
        for (var input = 0; input < _reachedMs.Length; input++) _reachedMs[input] = _store.TryGet(input, out var reachedMs) ? reachedMs : -1;
        _own = new QuietInput[ownInputs];
        for (var input = 0; input < ownInputs; input++) _own[input] = new QuietInput(timing.QuietAfter, context.CurrentSystemTimeMs);
        Look();
    }

    /// <summary>Events earlier than this have all come: ms since 1970; below 0 where an input never spoke.</summary>
    public long TimeMs { get; private set; }

    /// <summary>The store that keeps it.</summary>
    public static IStoreBuilder Store(string name) => Stores.KeyValueStoreBuilder(Stores.PersistentKeyValueStore(name), Serdes.Int32(), Serdes.Int64());

    /// <summary>An event is so far behind its input that what it could have changed may be decided.</summary>
    public bool IsLate(int input, long timeMs) => timeMs < _reachedMs[input] - _timing.GraceMs;

    /// <summary>An input has come so far.</summary>
    public void Advance(int input, long timeMs)
    {
        if (input < _own.Length) _own[input].Spoke();
        Reach(input, timeMs);
    }

    /// <summary>To be asked now and then by the wall clock: inputs that are quiet go by it.</summary>
    /// <param name="nowMs">Now, by the wall clock.</param>
    public void GoByWallClock(long nowMs)
    {
        if (!_timing.WallClock) return;
        for (var input = 0; input < _own.Length; input++)
            if (_own[input].IsQuiet(nowMs)) Reach(input, nowMs);
    }

    private void Reach(int input, long timeMs)
    {
        if (timeMs <= _reachedMs[input]) return;
        _reachedMs[input] = timeMs;
        _store.Put(input, timeMs);
        Look();
    }

    private void Look()
    {
        var least = long.MaxValue;
        foreach (var reachedMs in _reachedMs) least = Math.Min(least, reachedMs);
        TimeMs = least - _timing.GraceMs;
    }
}
