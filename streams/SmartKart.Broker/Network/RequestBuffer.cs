using System.Buffers;

namespace SmartKart.Broker.Network;

/// <summary>One request's bytes, in one piece: a log appends them from where they lie. Dispose it to give memory and allowance back.</summary>
internal sealed class RequestBuffer(RequestMemory memory, int length, int charged) : IDisposable
{
    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(length);

    public Memory<byte> Memory => _bytes.AsMemory(0, length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is not { } bytes) return;
        ArrayPool<byte>.Shared.Return(bytes);
        if (charged > 0) memory.Give(charged);
    }
}
