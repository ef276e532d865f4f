using System.Buffers;

namespace SmartKart.Broker.Protocol;

/// <summary>A stretch of record batches that lies elsewhere, in a log's file for one, and goes straight into an output.</summary>
internal interface IRecordSource
{
    /// <summary>Exactly how many bytes <see cref="CopyTo"/> writes.</summary>
    int Length { get; }

    void CopyTo(IBufferWriter<byte> output);
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
        {
            _source.CopyTo(output);
            return;
        }
        foreach (var piece in Bytes)
            output.Write(piece.Span);
    }
}
