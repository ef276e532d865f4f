using System.Buffers;

namespace SmartKart.Broker.Protocol;

/// <summary>A stretch of record batches that lies elsewhere, in a log's file for one, and goes straight into an output.</summary>
internal interface IRecordSource
{
    /// <summary>Bytes.</summary>
    int Length { get; }

    /// <summary>Reads from a place in it.</summary>
    /// <returns>Bytes read, at least one before the end.</returns>
    int Read(Span<byte> output, int offset);
}

/// <summary>An output that takes records by reference and reads them when it sends them.</summary>
internal interface IRecordOutput
{
    void Add(IRecordSource records);
}

/// <summary>
/// Record batches as they travel through a message: a slice of the request that brought them, valid for as long as its
/// frame is, or a source that is read when the response is written. Nothing is copied in between.
/// </summary>
internal readonly struct Records
{
    private readonly IRecordSource? _source;

    public Records(in ReadOnlySequence<byte> bytes) => Bytes = bytes;

    public Records(ReadOnlyMemory<byte> bytes) => Bytes = new ReadOnlySequence<byte>(bytes);

    public Records(IRecordSource source) => _source = source;

    /// <summary>The bytes themselves; empty where they still lie in a source.</summary>
    public ReadOnlySequence<byte> Bytes { get; }

    public long Length => _source?.Length ?? Bytes.Length;

    public void CopyTo(IBufferWriter<byte> output)
    {
        if (_source is not null)
            Copy(_source, output);
        else
            foreach (var piece in Bytes) output.Write(piece.Span);
    }

    private static void Copy(IRecordSource source, IBufferWriter<byte> output)
    {
        if (output is IRecordOutput byReference)
        {
            byReference.Add(source);
            return;
        }
        for (var offset = 0; offset < source.Length;)
        {
            var read = source.Read(output.GetSpan(source.Length - offset), offset);
            output.Advance(read);
            offset += read;
        }
    }
}
