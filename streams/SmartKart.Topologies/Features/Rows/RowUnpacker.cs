using SmartKart.FeatureStore.Events.Decoding;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Features.Rows;

/// <summary>Makes rows again of what a <see cref="RowPacker"/> sent to the partition of its key. Hot path: per row.</summary>
internal sealed class RowUnpacker(FeatureGroup group) : IProcessor<RawBytes, RawBytes, RawBytes, EventRow>
{
    private readonly RowFormat _format = new(group);
    private readonly TextPool _texts = new();
    private readonly Scalar[] _values = new Scalar[group.Row.Fields.Count];
    private readonly EventRow _row = new();
    private IProcessorContext<RawBytes, EventRow>? _context;

    public void Init(IProcessorContext<RawBytes, EventRow> context) => _context = context;

    public void Process(in Record<RawBytes, RawBytes> record)
    {
        _format.Read(record.Value.Span, _values, _texts);
        _context!.Forward(record.WithValue(_row.Of(group, _values)));      // it was initialised
        record.Key.Return();
        record.Value.Return();
    }
}
