using System.Text;

namespace SmartKart.Schemas;

/// <summary>A step from a schema into one it holds.</summary>
/// <param name="Pointer">As part of a JSON pointer, such as <c>/fields/3/type</c> or <c>/items</c>; null for no step.</param>
/// <param name="Field">The field entered, or null.</param>
internal readonly record struct PathStep(string? Pointer, string? Field = null);

/// <summary>The steps from the root to a schema. Written out only where there is a fault to place.</summary>
internal sealed record SchemaTrail(SchemaTrail? Before, PathStep Step)
{
    /// <summary>A fault, with its place in full.</summary>
    public static Incompatibility Place(CompatibilityFault fault, SchemaTrail? trail)
    {
        var steps = new Stack<PathStep>();
        steps.Push(fault.At);
        for (var at = trail; at is not null; at = at.Before) steps.Push(at.Step);
        var (pointer, field) = (new StringBuilder(), new StringBuilder());
        foreach (var step in steps)
        {
            pointer.Append(step.Pointer);
            if (step.Field is not null) field.Append(field.Length > 0 ? "." : "").Append(step.Field);
        }
        return new Incompatibility(fault.Kind, pointer.Length == 0 ? "/" : pointer.ToString(), field.ToString(), fault.Reason);
    }
}
