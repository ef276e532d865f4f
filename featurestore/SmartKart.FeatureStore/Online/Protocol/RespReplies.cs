using System.Buffers;

namespace SmartKart.FeatureStore.Online.Protocol;

/// <summary>The replies to some commands, in a rented buffer: whoever takes them gives it back.</summary>
internal readonly struct RespReplies : IDisposable
{
    private readonly byte[] _buffer;
    private readonly int _length;

    private RespReplies(byte[] buffer, int length) => (_buffer, _length) = (buffer, length);

    /// <summary>A reader from the first reply on.</summary>
    public RespReader Reader => new(Bytes);

    /// <summary>All of them.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Keeps a copy: what arrives next will overwrite these bytes.</summary>
    public static RespReplies Copy(ReadOnlySpan<byte> replies)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(replies.Length);
        replies.CopyTo(buffer);
        return new RespReplies(buffer, replies.Length);
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
