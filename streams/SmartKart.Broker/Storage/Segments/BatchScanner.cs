using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace SmartKart.Broker.Storage;

/// <summary>Reads a file of batches from its front, checking each whole: for recovery, indexes and compaction. One thread.</summary>
internal sealed class BatchScanner(SafeFileHandle file, long start, long end, int maxBatchBytes) : IDisposable
{
    private const int ReadBytes = 1 << 20;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
    private long _bufferStart = start;
    private int _bufferLength;
    private int _currentBytes;

    /// <summary>Where the current batch begins; after the last, where it ended.</summary>
    public long Position { get; private set; } = start;

    /// <summary>Why there was no further batch; none at the end.</summary>
    public BatchFault Fault { get; private set; }

    /// <summary>The next batch; valid until the next call.</summary>
    public bool TryNext(out RecordBatch batch)
    {
        Position += _currentBytes;
        _currentBytes = 0;
        batch = default;
        if (Position >= end) return false;
        Fault = RecordBatch.Check(Window(RecordBatch.HeaderBytes), maxBatchBytes, out var bytes);
        if (Fault == BatchFault.Truncated && Wanted() is var wanted && wanted <= Math.Min(maxBatchBytes, end - Position))
            Fault = RecordBatch.Check(Window((int)wanted), maxBatchBytes, out bytes);
        if (Fault != BatchFault.None) return false;
        batch = new RecordBatch(Window(bytes)[..bytes]);
        _currentBytes = bytes;
        return true;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private long Wanted() => Window(RecordBatch.HeaderBytes) is { Length: >= RecordBatch.HeaderBytes } window ? new RecordBatch(window).TotalBytes : long.MaxValue;

    /// <summary>What is buffered from Position on; at least so many bytes, unless the file ends first.</summary>
    private ReadOnlySpan<byte> Window(int bytes)
    {
        if (Position + bytes > _bufferStart + _bufferLength && _bufferStart + _bufferLength < end) Fill(bytes);
        return _buffer.AsSpan((int)(Position - _bufferStart), (int)(_bufferStart + _bufferLength - Position));
    }

    private void Fill(int bytes)
    {
        if (bytes > _buffer.Length)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(bytes);
        }
        _bufferStart = Position;
        _bufferLength = 0;
        var wanted = (int)Math.Min(_buffer.Length, end - Position);
        while (_bufferLength < wanted)
        {
            var read = RandomAccess.Read(file, _buffer.AsSpan(_bufferLength, wanted - _bufferLength), _bufferStart + _bufferLength);
            if (read == 0) break;
            _bufferLength += read;
        }
    }
}
