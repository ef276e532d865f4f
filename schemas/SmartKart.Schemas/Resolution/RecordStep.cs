namespace SmartKart.Schemas;

/// <summary>
/// A record whose fields were added, dropped, moved or changed. Where the reader's order agrees with the writer's, fields
/// stream through; where it does not, the writer's fields are found first, and then taken in the reader's order.
/// </summary>
internal sealed class RecordStep(RecordSchema writer) : ProjectionStep
{
    private readonly bool _recursive = writer.IsRecursive;
    private Part[] _parts = [];
    private bool _sameOrder;

    /// <summary>What each field of the reader's is made of, in the reader's order.</summary>
    /// <param name="WriterIndex">The writer's field, or -1: the default.</param>
    /// <param name="Step">How it is projected; null for a default.</param>
    /// <param name="Default">The default's bytes, where there is no writer's field.</param>
    internal readonly record struct Part(int WriterIndex, ProjectionStep? Step, byte[] Default);

    /// <summary>Set after the constructor: a record may contain itself.</summary>
    public void Set(Part[] parts)
    {
        _parts = parts;
        var taken = parts.Where(part => part.WriterIndex >= 0).Select(part => part.WriterIndex).ToList();
        // Strictly: two fields of the reader's may take one of the writer's, by name and by alias, which must then be read twice.
        _sameOrder = taken.Zip(taken.Skip(1)).All(pair => pair.First < pair.Second);
    }

    public override void Run(ref AvroReader reader, ref ProjectedBytes output)
    {
        if (_recursive) reader.Enter();
        if (_sameOrder) Stream(ref reader, ref output);
        else Reorder(ref reader, ref output);
        if (_recursive) reader.Leave();
    }

    private void Stream(ref AvroReader reader, ref ProjectedBytes output)
    {
        var next = 0;
        foreach (var part in _parts)
        {
            if (part.Step is null)
            {
                output.Write(part.Default);
                continue;
            }
            for (; next < part.WriterIndex; next++) AvroSkip.Value(writer.Fields[next].Schema, ref reader);
            part.Step.Run(ref reader, ref output);
            next++;
        }
        for (; next < writer.Fields.Count; next++) AvroSkip.Value(writer.Fields[next].Schema, ref reader);
    }

    private void Reorder(ref AvroReader reader, ref ProjectedBytes output)
    {
        // A record of over 64 fields is rare; its positions may cost an allocation.
        var starts = writer.Fields.Count <= 64 ? stackalloc int[writer.Fields.Count] : new int[writer.Fields.Count];
        var ahead = reader;      // a copy: what it counts, the steps below count again
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = ahead.Position;
            AvroSkip.Value(writer.Fields[i].Schema, ref ahead);
        }
        foreach (var part in _parts)
        {
            if (part.Step is null)
            {
                output.Write(part.Default);
                continue;
            }
            reader.Seek(starts[part.WriterIndex]);
            part.Step.Run(ref reader, ref output);
        }
        reader.Seek(ahead.Position);
    }
}
