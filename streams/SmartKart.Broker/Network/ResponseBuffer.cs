using System.Buffers;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Network;

/// <summary>
/// A response on its way out: the bytes that were encoded, and between them the places of records that still lie in a log's file.
/// A response of any size occupies what its fields do. One connection's; used again for each response.
/// </summary>
internal sealed class ResponseBuffer : IBufferWriter<byte>, IRecordOutput
{
    private const int FirstBytes = 256;

    // One response with very many fields is not to occupy its connection's memory for ever.
    private const int KeptBytes = 64 * 1024;

    private ArrayBufferWriter<byte> _bytes = new(FirstBytes);
    private readonly List<(int Position, IRecordSource Source)> _records = [];

    /// <summary>The encoded bytes, records left out.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    /// <summary>Where in <see cref="Bytes"/> which records belong, in order.</summary>
    public IReadOnlyList<(int Position, IRecordSource Source)> Records => _records;

    public void Advance(int count) => _bytes.Advance(count);

    public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.GetMemory(sizeHint);

    public Span<byte> GetSpan(int sizeHint = 0) => _bytes.GetSpan(sizeHint);

    public void Add(IRecordSource records) => _records.Add((_bytes.WrittenCount, records));

    public void Clear()
    {
        if (_bytes.Capacity > KeptBytes) _bytes = new ArrayBufferWriter<byte>(FirstBytes);
        else _bytes.ResetWrittenCount();
        _records.Clear();
    }
}
