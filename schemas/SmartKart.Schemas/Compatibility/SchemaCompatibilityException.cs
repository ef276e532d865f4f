namespace SmartKart.Schemas;

/// <summary>Two schemas too large to be compared within <see cref="SchemaCompatibility.MaxComparisons"/>.</summary>
public sealed class SchemaCompatibilityException : SchemaException
{
    internal SchemaCompatibilityException(AvroSchema reader, AvroSchema writer)
        : base($"'{reader.FullName}' as reader of '{writer.FullName}': the two take more than {SchemaCompatibility.MaxComparisons} comparisons of types; " +
               "give their unions fewer branches, and their named types fewer namesakes and aliases.")
    {
    }
}
