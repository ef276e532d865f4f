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
    public static AvroDataException WhileReading(AvroSchema schema, ReadOnlySpan<byte> input, AvroDataException fault)
    {
        var walk = new Walk(fault.Offset);
        var reader = new AvroReader(input);
        try
        {
            walk.Into(schema, ref reader, "");
        }
        catch (AvroDataException)
        {
            // The structure itself is broken: the walk stopped in the very field.
        }
        return fault.In(schema.FullName, walk.Path);
    }

    /// <summary>Completes a writer's fault, which knows its field already.</summary>
    public static AvroDataException WhileWriting(AvroSchema schema, AvroDataException fault) => fault.In(schema.FullName, fault.Field);

    /// <summary>The fault of bytes that follow a whole value.</summary>
    public static AvroDataException BytesLeft(AvroSchema schema, int inputBytes, int bytesRead) =>
        new($"{inputBytes - bytesRead} bytes follow the end of the value; was it written with another schema?", bytesRead, null, schema.FullName);

    /// <summary>One walk to an offset.</summary>
    private sealed class Walk(long offset)
    {
        /// <summary>The innermost field entered.</summary>
        public string Path { get; private set; } = "";

        /// <summary>Reads a value.</summary>
        /// <returns>Whether the offset lay in it.</returns>
        public bool Into(AvroSchema schema, ref AvroReader reader, string path)
        {
            Path = path;
            switch (schema)
            {
                case RecordSchema record:
                    reader.Enter();
                    foreach (var field in record.Fields)
                        if (Into(field.Schema, ref reader, path.Length == 0 ? field.Name : $"{path}.{field.Name}")) return true;
                    reader.Leave();
                    Path = path;
                    return false;
                case UnionSchema union:
                    var branch = reader.ReadUnion(union.Branches.Count);
                    return Passed(ref reader) || Into(union.Branches[branch], ref reader, path);
                case ArraySchema array:
                    for (int block, index = 0; (block = reader.ReadBlock(array.MinItemBytes)) > 0 && !Passed(ref reader);)
                    {
                        for (; block > 0; block--, index++)
                            if (Into(array.Items, ref reader, $"{path}[{index}]")) return true;
                        Path = path;
                    }
                    return Passed(ref reader);
                case MapSchema map:
                    for (int block; (block = reader.ReadBlock(map.MinEntryBytes)) > 0 && !Passed(ref reader);)
                    {
                        for (; block > 0; block--)
                        {
                            Path = path;
                            var key = reader.ReadString();
                            if (Passed(ref reader) || Into(map.Values, ref reader, $"{path}['{key}']")) return true;
                        }
                        Path = path;
                    }
                    return Passed(ref reader);
                default:
                    AvroSkip.Leaf(schema, ref reader);
                    return Passed(ref reader);
            }
        }

        private bool Passed(ref AvroReader reader) => reader.Position > offset;
    }
}
