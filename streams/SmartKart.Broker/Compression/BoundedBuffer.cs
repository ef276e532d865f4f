using System.Buffers;

namespace SmartKart.Broker.Compression;

/// <summary>
/// Bytes that come out of a codec, in a pooled array that grows as they come: a few bytes in may stand for a great many out,
/// so nothing is believed in advance, and there is a limit. Used again after <see cref="Clear"/>; one thread.
/// </summary>
/// <param name="limit">Bytes it holds at most.</param>
internal sealed class BoundedBuffer(int limit) : IDisposable
{
    private const int SmallestBytes = 16 * 1024;

    private byte[] _bytes = [];

    public int Limit => limit;
    public int Written { get; private set; }
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Written);

    /// <summary>More was written than the limit allows: a codec may write one byte beyond, so that this shows.</summary>
    public bool IsOverLimit => Written > limit;

    /// <summary>Room for some more bytes. Not asked for once the buffer is over its limit.</summary>
    public Span<byte> Room()
    {
        if (Written == _bytes.Length) Grow(Math.Max(SmallestBytes, 2L * _bytes.Length));
        return _bytes.AsSpan(Written, (int)Math.Min(_bytes.Length, limit + 1L) - Written);
    }

    /// <summary>Room for exactly so many, which are known to fit.</summary>
    public Span<byte> Room(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, limit - Written);
        if (bytes > _bytes.Length - Written) Grow(Math.Max(Written + (long)bytes, 2L * _bytes.Length));
        return _bytes.AsSpan(Written, bytes);
    }

    public void Advance(int bytes) => Written += bytes;

    public void Clear() => Written = 0;

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Written = 0;
    }

    private void Grow(long bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(bytes, limit + 1L));
        Span.CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
