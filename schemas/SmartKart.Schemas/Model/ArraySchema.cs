namespace SmartKart.Schemas;

/// <summary>A list of values of one schema.</summary>
public sealed class ArraySchema : AvroSchema
{
    internal ArraySchema(AvroSchema items) : base(AvroType.Array) => Items = items;

    /// <summary>The schema of each item.</summary>
    public AvroSchema Items { get; }
}
