using SmartKart.Streams.Processing;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Graph;

/// <summary>A processor: the function that makes one for each task.</summary>
internal sealed class ProcessorDefinition<KIn, VIn, KOut, VOut>(string name, Func<IProcessor<KIn, VIn, KOut, VOut>> supplier) : NodeDefinition(name)
{
    public override string Kind => "Processor";

    public override TaskNode Build(TaskAssembly task)
    {
        var processor = supplier() ?? throw new TopologyException($"The supplier of the processor '{Name}' returned null. Return a new processor at each call.");
        return new ProcessorNode<KIn, VIn, KOut, VOut>(Name, task.Task, processor, task.Receivers<KOut, VOut>(this), [.. Children.Select(child => child.Name)], task.StoresOf(this));
    }
}
