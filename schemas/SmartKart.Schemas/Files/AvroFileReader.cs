using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SmartKart.Schemas;

/// <summary>
/// Reads the values of an object container file, in their order: one wait per block, none inside it. Made by
/// <see cref="AvroFile"/>. Not safe for use by several threads at once. After an <see cref="AvroFileException"/> the rest of the
/// file is not read.
/// </summary>
/// <typeparam name="T">The values.</typeparam>
public sealed class AvroFileReader<T>
{
    private readonly FileInput _input;
    private readonly FileHeader _header;
    private readonly AvroFileOptions _options;
    private readonly FileValues<T> _values;
    private readonly int _minValueBytes;

    private ReadOnlyMemory<byte> _block;
    private long _blockAt;
    private long _blockCount;
    private long _left;
    private int _position;

    internal AvroFileReader(FileInput input, FileHeader header, AvroFileOptions options, FileValues<T> values)
    {
        (_input, _header, _options, _values) = (input, header, options, values);
        _minValueBytes = EncodedSize.Min(header.Schema);
    }

    /// <summary>The schema that the file was written with.</summary>
    public AvroSchema Schema => _header.Schema;

    /// <summary>How the file is compressed.</summary>
    public AvroFileCodec Codec => _header.Codec;

    /// <summary>The entries of the file's header, Avro's own included.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Metadata => _header.Metadata;

    /// <summary>Reads all values that are left.</summary>
    /// <exception cref="AvroFileException">The file is damaged; values before the damage were returned.</exception>
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        do
        {
            while (TryRead(out var value)) yield return value;
        }
        while (await ReadBlockAsync(cancellation));
    }

    /// <summary>Reads the next block; <see cref="TryRead"/> then gives its values. What was left of the block before is passed over.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="AvroFileException">The file is damaged.</exception>
    public async ValueTask<bool> ReadBlockAsync(CancellationToken cancellation = default)
    {
        _left = 0;
        if (await _input.IsAtEndAsync(cancellation)) return false;
        var at = _input.Offset;
        var count = await _input.LongAsync("a block's count of values", cancellation);
        if (count < 0) throw Damaged(at, $"a block of {count} values");
        var size = await _input.LongAsync("a block's size", cancellation);
        if (size < 0) throw Damaged(at, $"a block of {size} bytes");
        if (size > _options.MaxBlockBytes)
            throw new AvroFileException(at,
                $"a block of {size} bytes, more than {nameof(AvroFileOptions.MaxBlockBytes)}, {_options.MaxBlockBytes}; raise it if the file is sound.");
        _blockAt = _input.Offset;
        // Block and marker in one read. The block is good until the next one, which is as long as it is needed.
        var bytes = await _input.BytesAsync((int)size + AvroFileOptions.SyncMarkerBytes, "a block with its sync marker", cancellation);
        if (!bytes.Span[(int)size..].SequenceEqual(_header.SyncMarker))
            throw Damaged(_blockAt + size, $"the block that began at byte {at} does not end in the file's sync marker");
        _block = BlockCompression.Decompress(_header.Codec, bytes[..(int)size], _options.MaxBlockBytes, _blockAt);
        if (count > (_minValueBytes > 0 ? _block.Length / _minValueBytes : AvroFileOptions.MaxBlockValues))
            throw Damaged(at, $"a block of {count} values, which its {_block.Length} bytes cannot hold");
        (_left, _blockCount, _position) = (count, count, 0);
        CheckEnd();
        return true;
    }

    /// <summary>Reads the next value of the block.</summary>
    /// <returns>False where the block has no more.</returns>
    /// <exception cref="AvroFileException">The block is damaged, or its value is none that a <typeparamref name="T"/> can hold.</exception>
    public bool TryRead([MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (_left == 0) return false;
        try
        {
            value = _values.Decode(_block.Span[_position..], out var bytesRead);
            _position += bytesRead;
        }
        catch (AvroDataException e)
        {
            var index = _blockCount - _left;
            _left = 0;
            throw new AvroFileException(_blockAt,
                $"value {index} of the {_blockCount} in the block that begins here, " +
                $"at its byte {_position}, cannot be read: {e.Message}", e);
        }
        _left--;
        CheckEnd();
        return true;
    }

    private void CheckEnd()
    {
        if (_left == 0 && _position != _block.Length)
            throw Damaged(_blockAt, $"{_block.Length - _position} bytes follow the last of the block's {_blockCount} values");
    }

    private static AvroFileException Damaged(long at, string problem) => new(at, $"{problem}; the file is damaged. Restore it from its source.");
}
