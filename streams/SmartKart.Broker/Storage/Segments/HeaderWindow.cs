using Microsoft.Win32.SafeHandles;

namespace SmartKart.Broker.Storage;

/// <summary>Reads batch headers that lie close together with one read of the file for many. Hot path: per fetch.</summary>
/// <param name="file">The log file.</param>
/// <param name="buffer">At least a header; usually on the stack.</param>
internal ref struct HeaderWindow(SafeFileHandle file, Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private long _start;
    private int _length;

    /// <summary>The header at a position; false where the file ends first or no header is there.</summary>
    public bool TryRead(long position, long size, out RecordBatch header)
    {
        header = default;
        if (position < 0 || position + RecordBatch.HeaderBytes > size) return false;
        if (position < _start || position + RecordBatch.HeaderBytes > _start + _length)
        {
            _start = position;
            _length = RandomAccess.Read(file, _buffer, position);
            if (_length < RecordBatch.HeaderBytes) return false;
        }
        header = new RecordBatch(_buffer.Slice((int)(position - _start), RecordBatch.HeaderBytes));
        return header.HeaderFault() == BatchFault.None && position + header.TotalBytes <= size;
    }
}
