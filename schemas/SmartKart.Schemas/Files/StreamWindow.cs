namespace SmartKart.Schemas;

/// <summary>
/// The part of a stream that has been read and not yet used. It grows as bytes arrive, not as a length claims, so a forged
/// length costs no more memory than the file has bytes.
/// </summary>
internal sealed class StreamWindow(Stream stream)
{
    // Two blocks of the usual size, so that most come with one read.
    private byte[] _bytes = new byte[128 * 1024];
    private int _start;
    private int _end;

    /// <summary>The bytes at hand.</summary>
    public ReadOnlySpan<byte> Unused => _bytes.AsSpan(_start, _end - _start);

    /// <summary>The same, to be kept until the next read.</summary>
    public ReadOnlyMemory<byte> Memory(int count) => _bytes.AsMemory(_start, count);

    /// <summary>Bytes used so far.</summary>
    public long Offset { get; private set; }

    /// <summary>Marks bytes as used.</summary>
    public void Use(int count)
    {
        _start += count;
        Offset += count;
    }

    /// <summary>Reads until so many bytes are at hand.</summary>
    /// <returns>How many are: fewer only at the stream's end.</returns>
    public async ValueTask<int> FillAsync(int count, CancellationToken cancellation)
    {
        while (_end - _start < count)
        {
            if (_end == _bytes.Length) MakeRoom();
            var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellation);
            if (read == 0) break;
            _end += read;
        }
        return Math.Min(_end - _start, count);
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        var target = held > _bytes.Length / 2 ? new byte[(int)Math.Min(_bytes.Length * 2L, Array.MaxLength)] : _bytes;
        Unused.CopyTo(target);
        (_bytes, _start, _end) = (target, 0, held);
    }
}
