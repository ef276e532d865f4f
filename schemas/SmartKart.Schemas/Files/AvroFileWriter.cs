namespace SmartKart.Schemas;

/// <summary>
/// Writes values to an object container file. They are gathered in a block; only a full block waits for the stream. Made by
/// <see cref="AvroFile"/>. Disposing of it writes the last block; the stream stays open, and its owner's. Not safe for use by
/// several threads at once.
/// </summary>
/// <typeparam name="T">The values.</typeparam>
public sealed class AvroFileWriter<T> : IAsyncDisposable
{
    private const string Unfinished = "An earlier write to the stream failed, perhaps inside a block; nothing can follow it. " +
        "Open the file again, and see whether its end is whole.";

    private readonly Stream _stream;
    private readonly FileHeader _header;
    private readonly AvroFileOptions _options;
    private readonly FileValues<T> _values;

    private byte[] _block;
    private int _blockBytes;
    private int _blockCount;
    private bool _failed;

    internal AvroFileWriter(Stream stream, FileHeader header, AvroFileOptions options, FileValues<T> values)
    {
        (_stream, _header, _options, _values) = (stream, header, options, values);
        _block = new byte[options.BlockBytes];
    }

    /// <summary>The file's schema.</summary>
    public AvroSchema Schema => _header.Schema;

    /// <summary>Adds a value.</summary>
    /// <exception cref="AvroDataException">The value does not fit the schema. It was not added; others may be.</exception>
    /// <exception cref="AvroFileException">With the value its block takes more than <see cref="AvroFileOptions.MaxBlockBytes"/>. It was
    /// not added; others may be.</exception>
    public ValueTask WriteAsync(T value, CancellationToken cancellation = default)
    {
        Add(value);
        return _blockBytes >= _options.BlockBytes || _blockCount == AvroFileOptions.MaxBlockValues ? WriteBlockAsync(cancellation) : default;
    }

    /// <summary>Writes out the values that wait in a block, and has the stream do the same.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellation = default)
    {
        await WriteBlockAsync(cancellation);
        await _stream.FlushAsync(cancellation);
    }

    /// <summary>Writes the last block. After a failed write there is nothing that could follow, and nothing is written.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_failed) await FlushAsync();
    }

    private void Add(T value)
    {
        if (_failed) throw new InvalidOperationException(Unfinished);
        var needed = checked(_blockBytes + _values.MaxBytes(value));
        if (needed > _block.Length) Array.Resize(ref _block, (int)Math.Min(Math.Max(needed, _block.Length * 2L), Array.MaxLength));
        var written = _values.Encode(value, _block.AsSpan(_blockBytes));
        if (_blockBytes + written > _options.MaxBlockBytes)
        {
            throw new AvroFileException(_stream.CanSeek ? _stream.Position : 0,
                $"with a value of {written} bytes the block is larger than {nameof(AvroFileOptions.MaxBlockBytes)}, " +
                $"{_options.MaxBlockBytes}; raise it here and where the file is read.");
        }
        _blockBytes += written;
        _blockCount++;
    }

    private async ValueTask WriteBlockAsync(CancellationToken cancellation)
    {
        if (_blockCount == 0) return;
        var bytes = BlockCompression.Compress(_header.Codec, _block, _blockBytes);
        _failed = true;         // until the whole block is out
        await _stream.WriteAsync(Head(_blockCount, bytes.Length), cancellation);
        await _stream.WriteAsync(bytes, cancellation);
        await _stream.WriteAsync(_header.SyncMarker, cancellation);
        (_blockBytes, _blockCount, _failed) = (0, 0, false);
    }

    private static byte[] Head(int count, int size)
    {
        var head = new byte[2 * AvroSize.Long];
        var writer = new AvroWriter(head);
        writer.WriteLong(count);
        writer.WriteLong(size);
        return head[..writer.Position];
    }
}
