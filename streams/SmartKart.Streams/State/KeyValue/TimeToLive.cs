using SmartKart.Streams.State.Bytes;
using SmartKart.Streams.State.Segments;
using SmartKart.Streams.State.Typed;

namespace SmartKart.Streams.State.KeyValue;

/// <summary>
/// Lets entries of a timestamped store go that were not written for long: stream time, the latest put, less the entry's own is this or
/// more. Reads do not see them from then on. Their bytes go in sweeps, a slice of the committed entries at each commit that is larger
/// than the commit, so that the store cannot outgrow them; each leaves a tombstone in the changelog.
/// </summary>
internal sealed class TimeToLive(TimeSpan span)
{
    private const int LeastSwept = 128;          // entries looked at per commit, whatever it wrote
    private const int SweptPerWrite = 2;         // and per write: more than one, or the sweep never comes round
    private readonly long _spanMs = (long)span.TotalMilliseconds;
    private readonly StreamClock _clock = new();
    private readonly ByteBuffer _sweptTo = new(); // the last key looked at; empty: begin at the beginning

    /// <summary>Takes a value that is put into account.</summary>
    public void Observe(ReadOnlySpan<byte> value) => _clock.Observe(TimestampedValues<byte>.TimeOf(value));

    /// <summary>Whether an entry is gone.</summary>
    public bool IsExpired(ReadOnlySpan<byte> value) => TimestampedValues<byte>.TimeOf(value) < _clock.EarliestKeptMs(_spanMs);

    /// <summary>Deletes what is expired in the next slice.</summary>
    public void Sweep(UncommittedWrites writes)
    {
        var left = Math.Max(LeastSwept, writes.Count * SweptPerWrite);
        var range = BytesRange.All with { From = _sweptTo.Count > 0 ? _sweptTo.WrittenMemory : default(ReadOnlyMemory<byte>?) };
        using var cursor = writes.Committed.Scan(range);
        var value = ThreadBuffers.Value;
        while (left-- > 0)
        {
            if (!cursor.MoveNext())
            {
                _sweptTo.Clear();
                return;
            }
            Observe(cursor.Value); // after a restart this is where the clock comes from
            if (IsExpired(cursor.Value) && writes.TryGet(cursor.Key, value) && IsExpired(value.Written)) writes.Delete(cursor.Key);
            _sweptTo.Set(cursor.Key);
        }
    }
}
