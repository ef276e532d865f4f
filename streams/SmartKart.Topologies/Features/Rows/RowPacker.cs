using System.Buffers;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Features.Rows;

/// <summary>Makes bytes of a group's rows, on their way to the partition of their key. Hot path: per row.</summary>
internal sealed class RowPacker(FeatureGroup group) : IProcessor<RawBytes, EventRow, RawBytes, RawBytes>
{
    private readonly RowFormat _format = new(group);
    private readonly ArrayBufferWriter<byte> _row = new(256);
    private IProcessorContext<RawBytes, RawBytes>? _context;

    public void Init(IProcessorContext<RawBytes, RawBytes> context) => _context = context;

    public void Process(in Record<RawBytes, EventRow> record)
    {
        if (record.Value.Group != group || !ConcernsAny(record.Value.Values)) return;
        _row.ResetWrittenCount();
        _format.Write(record.Value.Values, _row);
        var packed = RawBytes.CopyOf(_row.WrittenSpan);
        _context!.Forward(record.WithValue(packed));       // it was initialised
        packed.Return();
    }

    // What no view takes needs no way.
    private bool ConcernsAny(FeatureStore.Expressions.Scalar[] row)
    {
        foreach (var view in group.Views)
        {
            if (view.Concerns(row)) return true;
        }
        return false;
    }
}
