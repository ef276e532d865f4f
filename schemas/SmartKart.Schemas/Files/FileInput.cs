namespace SmartKart.Schemas;

/// <summary>Avro's primitives from a stream, for what stands around the blocks. Where the stream ends too soon it says what is missing.</summary>
internal sealed class FileInput(Stream stream)
{
    private readonly StreamWindow _window = new(stream);

    /// <summary>Bytes read so far.</summary>
    public long Offset => _window.Offset;

    /// <summary>Whether the stream has ended.</summary>
    public async ValueTask<bool> IsAtEndAsync(CancellationToken cancellation) => await _window.FillAsync(1, cancellation) == 0;

    /// <summary>Reads a long.</summary>
    /// <param name="what">Its name, for the error.</param>
    /// <param name="cancellation">Stops the read.</param>
    public async ValueTask<long> LongAsync(string what, CancellationToken cancellation)
    {
        await _window.FillAsync(AvroSize.Long, cancellation);
        var reader = new AvroReader(_window.Unused);
        try
        {
            var value = reader.ReadLong();
            _window.Use(reader.Position);
            return value;
        }
        catch (AvroDataException e)
        {
            throw new AvroFileException(Offset, $"{what} should stand here, but {e.Problem} Restore the file from its source.", e);
        }
    }

    /// <summary>Reads bytes, which stay as they are until the next read.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> BytesAsync(int count, string what, CancellationToken cancellation)
    {
        var held = await _window.FillAsync(count, cancellation);
        if (held < count)
            throw new AvroFileException(Offset,
                $"{what} of {count} bytes should stand here, but the file ends after {held}. " +
                "It was cut short: restore it from its source, or write it again.");
        var bytes = _window.Memory(count);
        _window.Use(count);
        return bytes;
    }
}
