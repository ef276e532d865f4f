using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators;

/// <summary>A processor that keeps its context to forward by. Hot path: per record.</summary>
internal abstract class ForwardingProcessor<KIn, VIn, KOut, VOut> : IProcessor<KIn, VIn, KOut, VOut>
{
    private IProcessorContext<KOut, VOut>? _context;

    /// <summary>Where records go.</summary>
    protected IProcessorContext<KOut, VOut> Context => _context!; // set by Init, before the first record

    /// <summary>Counts what is dropped.</summary>
    protected IDropCounter Drops => (IDropCounter)Context;

    public virtual void Init(IProcessorContext<KOut, VOut> context) => _context = context;

    public abstract void Process(in Record<KIn, VIn> record);
}
