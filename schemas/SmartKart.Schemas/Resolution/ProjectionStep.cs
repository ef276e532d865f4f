using System.Diagnostics;

namespace SmartKart.Schemas;

/// <summary>One step of a projection: reads a value as the writer laid it out, and writes it as the reader expects it.</summary>
internal abstract class ProjectionStep
{
    /// <summary>Projects one value.</summary>
    public abstract void Run(ref AvroReader reader, ref ProjectedBytes output);
}

/// <summary>A value whose bytes are the same on both sides: checked by the writer's schema, and copied.</summary>
internal sealed class CopyStep(AvroSchema writer) : ProjectionStep
{
    public override void Run(ref AvroReader reader, ref ProjectedBytes output)
    {
        var start = reader.Position;
        AvroSkip.Value(writer, ref reader);
        output.Write(reader.Since(start));
    }
}

/// <summary>A number promoted to float or double.</summary>
internal sealed class PromoteStep(AvroType from, AvroType to) : ProjectionStep
{
    public override void Run(ref AvroReader reader, ref ProjectedBytes output)
    {
        switch (from, to)
        {
            case (AvroType.Int, AvroType.Float): output.WriteFloat(reader.ReadInt()); break;
            case (AvroType.Int, AvroType.Double): output.WriteDouble(reader.ReadInt()); break;
            case (AvroType.Long, AvroType.Float): output.WriteFloat(reader.ReadLong()); break;
            case (AvroType.Long, AvroType.Double): output.WriteDouble(reader.ReadLong()); break;
            case (AvroType.Float, AvroType.Double): output.WriteDouble(reader.ReadFloat()); break;
            default: throw new UnreachableException($"{from} is not promoted to {to}");
        }
    }
}

/// <summary>An enum whose symbols stand in another order, or are others.</summary>
/// <param name="writer">The writer's enum.</param>
/// <param name="indexes">The reader's index of each of its symbols; -1 where the reader has neither the symbol nor a default.</param>
internal sealed class EnumStep(EnumSchema writer, int[] indexes) : ProjectionStep
{
    public override void Run(ref AvroReader reader, ref ProjectedBytes output)
    {
        var start = reader.Position;
        var symbol = reader.ReadEnum(indexes.Length);
        if (indexes[symbol] < 0)
            AvroFault.BadLogical($"the symbol '{writer.Symbols[symbol]}' is unknown to the reader's enum, which has no default.", start);
        output.WriteLong(indexes[symbol]);
    }
}

/// <summary>An array whose items change.</summary>
internal sealed class ArrayStep(ArraySchema writer, ProjectionStep items) : ProjectionStep
{
    public override void Run(ref AvroReader reader, ref ProjectedBytes output)
    {
        for (int block; (block = reader.ReadBlock(writer.MinItemBytes)) > 0;)
        {
            output.WriteLong(block);
            for (; block > 0; block--) items.Run(ref reader, ref output);
        }
        output.WriteLong(0);
    }
}

/// <summary>A map whose values change.</summary>
internal sealed class MapStep(MapSchema writer, ProjectionStep values) : ProjectionStep
{
    public override void Run(ref AvroReader reader, ref ProjectedBytes output)
    {
        for (int block; (block = reader.ReadBlock(writer.MinEntryBytes)) > 0;)
        {
            output.WriteLong(block);
            for (; block > 0; block--)
            {
                var start = reader.Position;
                reader.ReadBytes();
                output.Write(reader.Since(start));
                values.Run(ref reader, ref output);
            }
        }
        output.WriteLong(0);
    }
}

/// <summary>A writer's union: each branch has its own step. One that the reader cannot take is an error only where it occurs.</summary>
internal sealed class FromUnionStep(ProjectionStep[] branches) : ProjectionStep
{
    public override void Run(ref AvroReader reader, ref ProjectedBytes output)
    {
        var start = reader.Position;
        var branch = branches[reader.ReadUnion(branches.Length)];
        if (branch is NoSuchBranchStep none) AvroFault.BadLogical(none.Problem, start);
        branch.Run(ref reader, ref output);
    }
}

/// <summary>A reader's union: the branch that the value takes there, then the value.</summary>
internal sealed class ToUnionStep(int branch, ProjectionStep value) : ProjectionStep
{
    public override void Run(ref AvroReader reader, ref ProjectedBytes output)
    {
        output.WriteLong(branch);
        value.Run(ref reader, ref output);
    }
}

/// <summary>A branch of the writer's union that the reader has no place for.</summary>
internal sealed class NoSuchBranchStep(string problem) : ProjectionStep
{
    /// <summary>Why there is none.</summary>
    public string Problem => problem;

    public override void Run(ref AvroReader reader, ref ProjectedBytes output) => throw new UnreachableException("the union refuses the branch, at its index");
}
