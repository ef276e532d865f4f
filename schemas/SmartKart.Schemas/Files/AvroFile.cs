namespace SmartKart.Schemas;

/// <summary>
/// Avro object container files: schema, codec and values in one file, which every implementation of Avro reads
/// (Avro 1.11, "Object Container Files"). The way in to reading, writing and appending; streams stay their owner's.
/// </summary>
public static class AvroFile
{
    /// <summary>Opens a file of records, which may have been written with an older or newer schema than the record's.</summary>
    /// <param name="stream">Read from where it stands, ahead of what is asked for.</param>
    /// <param name="options">Null: as they come.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="AvroFileException">The stream does not begin with a file's header.</exception>
    /// <exception cref="SchemaResolutionException">No value of the file's schema can be read as a <typeparamref name="T"/>.</exception>
    public static async ValueTask<AvroFileReader<T>> ReadAsync<T>(
        Stream stream, AvroFileOptions? options = null, CancellationToken cancellation = default)
        where T : class, IAvroRecord<T>
    {
        var (input, header, checkedOptions) = await OpenAsync(stream, options, cancellation);
        return new AvroFileReader<T>(input, header, checkedOptions, new RecordValues<T>(RecordDecoder<T>.For(header.Schema)));
    }

    /// <summary>Opens a file of any schema. What its values become is said at <see cref="GenericRecord"/>.</summary>
    /// <exception cref="AvroFileException">The stream does not begin with a file's header.</exception>
    public static async ValueTask<AvroFileReader<object?>> ReadGenericAsync(
        Stream stream, AvroFileOptions? options = null, CancellationToken cancellation = default)
    {
        var (input, header, checkedOptions) = await OpenAsync(stream, options, cancellation);
        return new AvroFileReader<object?>(input, header, checkedOptions, new GenericValues(header.Schema));
    }

    /// <summary>Begins a file of records: its header is written at once.</summary>
    public static ValueTask<AvroFileWriter<T>> CreateAsync<T>(
        Stream stream, AvroFileOptions? options = null, CancellationToken cancellation = default)
        where T : class, IAvroRecord<T> =>
        CreateAsync(stream, new RecordValues<T>(RecordDecoder<T>.For(T.Schema)), options, cancellation);

    /// <summary>Begins a file of a schema. What its values are written from is said at <see cref="GenericRecord"/>.</summary>
    public static ValueTask<AvroFileWriter<object?>> CreateGenericAsync(
        Stream stream, AvroSchema schema, AvroFileOptions? options = null, CancellationToken cancellation = default) =>
        CreateAsync(stream, new GenericValues(schema), options, cancellation);

    /// <summary>Opens a file of records to add more at its end. It keeps its codec and its metadata.</summary>
    /// <param name="stream">Stands at the file's beginning; can be read, written and sought.</param>
    /// <param name="options">Null: as they come.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="AvroFileException">The file is none, was cut short, or has another schema.</exception>
    public static ValueTask<AvroFileWriter<T>> AppendAsync<T>(
        Stream stream, AvroFileOptions? options = null, CancellationToken cancellation = default)
        where T : class, IAvroRecord<T> =>
        AppendAsync(stream, new RecordValues<T>(RecordDecoder<T>.For(T.Schema)), options, cancellation);

    /// <summary>Opens a file of a schema to add more at its end.</summary>
    /// <exception cref="AvroFileException">The file is none, was cut short, or has another schema.</exception>
    public static ValueTask<AvroFileWriter<object?>> AppendGenericAsync(
        Stream stream, AvroSchema schema, AvroFileOptions? options = null, CancellationToken cancellation = default) =>
        AppendAsync(stream, new GenericValues(schema), options, cancellation);

    private static async ValueTask<(FileInput, FileHeader, AvroFileOptions)> OpenAsync(Stream stream, AvroFileOptions? options, CancellationToken cancellation)
    {
        options = (options ?? new AvroFileOptions()).Checked();
        var input = new FileInput(stream);
        return (input, await FileHeader.ReadAsync(input, options, cancellation), options);
    }

    private static async ValueTask<AvroFileWriter<T>> CreateAsync<T>(
        Stream stream, FileValues<T> values, AvroFileOptions? options, CancellationToken cancellation)
    {
        options = (options ?? new AvroFileOptions()).Checked();
        var header = FileHeader.New(values.Schema, options);
        await stream.WriteAsync(header.Encode(), cancellation);
        return new AvroFileWriter<T>(stream, header, options, values);
    }

    private static async ValueTask<AvroFileWriter<T>> AppendAsync<T>(
        Stream stream, FileValues<T> values, AvroFileOptions? options, CancellationToken cancellation)
    {
        if (!stream.CanSeek || !stream.CanWrite)
            throw new ArgumentException("The stream must be read, written and sought; open the file for reading and writing.", nameof(stream));
        (_, var header, options) = await OpenAsync(stream, options, cancellation);
        if (!SameLayout.Of(header.Schema, values.Schema))
        {
            throw new AvroFileException(0, $"the file holds values of '{header.Schema.FullName}' under another schema than this '{values.Schema.FullName}', " +
                "and a file has one schema. Begin a new file.");
        }
        // Whole blocks end in the marker; to check no more than this keeps appending as fast to a large file as to a small one.
        stream.Seek(-AvroFileOptions.SyncMarkerBytes, SeekOrigin.End);
        var at = stream.Position;
        var end = new byte[AvroFileOptions.SyncMarkerBytes];
        await stream.ReadExactlyAsync(end, cancellation);
        if (!end.AsSpan().SequenceEqual(header.SyncMarker))
            throw new AvroFileException(
                at, "the file does not end in its sync marker: its last block was cut short. Copy the whole blocks to a new file, and append to that.");
        return new AvroFileWriter<T>(stream, header, options, values);
    }
}
