using System.Text;

namespace SmartKart.Schemas;

/// <summary>
/// Finds the field in which data went wrong. Readers and writers keep no path while all is well; after a fault, the data are
/// walked once more, by their schema, to the byte at which it lay.
/// </summary>
public static class AvroFieldLocator
{
    /// <summary>Completes a reader's fault.</summary>
    /// <param name="schema">What was read.</param>
    /// <param name="input">The bytes.</param>
    /// <param name="fault">What the reader said.</param>
    public static AvroDataException WhileReading(AvroSchema schema, ReadOnlySpan<byte> input, AvroDataException fault) =>
        fault.In(schema.FullName, PathTo(fault.Offset, schema, input));

    /// <summary>Completes a writer's fault: by the path in what was written before it, where that leads to the field that the writer
    /// knows of, or where it knows of none.</summary>
    /// <param name="schema">What was written.</param>
    /// <param name="output">Where to; only the bytes before the fault are the value's.</param>
    /// <param name="fault">What the writer said.</param>
    public static AvroDataException WhileWriting(AvroSchema schema, ReadOnlySpan<byte> output, AvroDataException fault)
    {
        var path = PathTo(fault.Offset, schema, output);
        return fault.In(schema.FullName, path.EndsWith(fault.Field ?? "", StringComparison.Ordinal) ? path : fault.Field);
    }

    /// <summary>Completes the fault of a value that nothing was written of yet.</summary>
    public static AvroDataException WhileWriting(AvroSchema schema, AvroDataException fault) => fault.In(schema.FullName, fault.Field);

    /// <summary>The fault of bytes that follow a whole value.</summary>
    public static AvroDataException BytesLeft(AvroSchema schema, int inputBytes, int bytesRead) =>
        new($"{inputBytes - bytesRead} bytes follow the end of the value; was it written with another schema?", bytesRead, null, schema.FullName);

    private static string PathTo(long offset, AvroSchema schema, ReadOnlySpan<byte> bytes)
    {
        var walk = new Walk(offset);
        var reader = new AvroReader(bytes);
        try
        {
            walk.Into(schema, ref reader);
        }
        catch (AvroDataException)
        {
            // The structure itself is broken: the walk stopped in the very field.
        }
        return walk.Path;
    }

    /// <summary>One walk to an offset. It keeps steps, not text: the path of a field far down is long, and many are passed by.</summary>
    private sealed class Walk(long offset)
    {
        private readonly List<Step> _steps = [];

        /// <summary>Where the walk stands, or stopped.</summary>
        public string Path
        {
            get
            {
                var text = new StringBuilder();
                foreach (var step in _steps)
                {
                    if (step.Field is not null) text.Append(text.Length > 0 ? "." : "").Append(step.Field);
                    else if (step.Key is not null) text.Append("['").Append(step.Key).Append("']");
                    else text.Append('[').Append(step.Index).Append(']');
                }
                return text.ToString();
            }
        }

        /// <summary>Reads a value.</summary>
        /// <returns>Whether the offset lay in it.</returns>
        public bool Into(AvroSchema schema, ref AvroReader reader)
        {
            switch (schema)
            {
                case RecordSchema record:
                    if (record.IsRecursive) reader.Enter();
                    foreach (var field in record.Fields)
                        if (Into(new Step(field.Name, null, 0), field.Schema, ref reader)) return true;
                    if (record.IsRecursive) reader.Leave();
                    return false;
                case UnionSchema union:
                    var branch = reader.ReadUnion(union.Branches.Count);
                    return Passed(ref reader) || Into(union.Branches[branch], ref reader);
                case ArraySchema array:
                    for (int block, index = 0; (block = reader.ReadBlock(array.MinItemBytes)) > 0 && !Passed(ref reader);)
                        for (; block > 0; block--, index++)
                            if (Into(new Step(null, null, index), array.Items, ref reader)) return true;
                    return Passed(ref reader);
                case MapSchema map:
                    for (int block; (block = reader.ReadBlock(map.MinEntryBytes)) > 0 && !Passed(ref reader);)
                    {
                        for (; block > 0; block--)
                        {
                            var key = reader.ReadString();
                            if (Passed(ref reader) || Into(new Step(null, key, 0), map.Values, ref reader)) return true;
                        }
                    }
                    return Passed(ref reader);
                default:
                    AvroSkip.Leaf(schema, ref reader);
                    return Passed(ref reader);
            }
        }

        // A fault leaves the steps as they are: that is where it lay.
        private bool Into(Step step, AvroSchema schema, ref AvroReader reader)
        {
            _steps.Add(step);
            if (Into(schema, ref reader)) return true;
            _steps.RemoveAt(_steps.Count - 1);
            return false;
        }

        private bool Passed(ref AvroReader reader) => reader.Position > offset;

        /// <summary>Into a record's field, a map's entry, or else an array's item.</summary>
        private readonly record struct Step(string? Field, string? Key, int Index);
    }
}
