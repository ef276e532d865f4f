namespace SmartKart.Schemas;

/// <summary>
/// Whether data written with one schema can be read with another, by Avro 1.11's "Schema Resolution": all data, where
/// <see cref="SchemaResolution"/> is content if some can. Beyond the specification, logical types that differ do not match.
/// Safe for use by several threads.
/// </summary>
public static class SchemaCompatibility
{
    /// <summary>
    /// How many types are compared, at most, before two schemas are refused as too large. The events of a large shop take
    /// thousands; it is unions of hundreds of namesakes on both sides that take more.
    /// </summary>
    public const int MaxComparisons = 1 << 18;

    /// <summary>How many incompatibilities are named, at most.</summary>
    public const int MaxNamed = 100;

    /// <summary>Whether the reader's schema reads everything that the writer's can write.</summary>
    /// <exception cref="SchemaCompatibilityException">The schemas are too large to be compared.</exception>
    public static bool CanRead(AvroSchema reader, AvroSchema writer) => CompatibilityWalk.Faults(reader, writer, max: 1).Count == 0;

    /// <summary>
    /// What keeps the reader's schema from reading all that the writer's can write, in the order of the reader's schema; empty if
    /// nothing does, and at most <see cref="MaxNamed"/>. What is wrong inside a named type is named where the type is first used. Where two names differ,
    /// the insides are not compared.
    /// </summary>
    /// <exception cref="SchemaCompatibilityException">The schemas are too large to be compared.</exception>
    public static IReadOnlyList<Incompatibility> Check(AvroSchema reader, AvroSchema writer) =>
        CompatibilityWalk.Faults(reader, writer, MaxNamed);

    /// <summary>Everything that keeps a new version out of a subject of that level; empty if nothing does.</summary>
    /// <param name="level">What the subject asks.</param>
    /// <param name="schema">The new version.</param>
    /// <param name="former">The former versions, the latest last. With none, any schema will do.</param>
    /// <exception cref="SchemaCompatibilityException">The schemas are too large to be compared.</exception>
    public static IReadOnlyList<VersionIncompatibility> Check(CompatibilityLevel level, AvroSchema schema, IReadOnlyList<AvroSchema> former)
    {
        var found = new List<VersionIncompatibility>();
        // The latest first: it is what an author has in mind.
        var oldest = level.IsTransitive() ? 0 : Math.Max(0, former.Count - 1);
        for (var i = former.Count - 1; i >= oldest; i--)
        {
            if (level.ReadsFormer())
                found.AddRange(Check(schema, former[i]).Select(fault => new VersionIncompatibility(i, ReadDirection.Backward, fault)));
            if (level.IsReadByFormer())
                found.AddRange(Check(former[i], schema).Select(fault => new VersionIncompatibility(i, ReadDirection.Forward, fault)));
        }
        return found;
    }
}
