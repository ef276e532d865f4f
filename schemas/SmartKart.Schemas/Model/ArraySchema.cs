namespace SmartKart.Schemas;

/// <summary>A list of values of one schema.</summary>
public sealed class ArraySchema : AvroSchema
{
    private int? _minItemBytes;

    internal ArraySchema(AvroSchema items) : base(AvroType.Array) => Items = items;

    /// <summary>The schema of each item.</summary>
    public AvroSchema Items { get; }

    /// <summary>The fewest bytes that an item takes. Worked out when first asked: the items may still be being read when the array is.</summary>
    internal int MinItemBytes => _minItemBytes ??= EncodedSize.Min(Items);
}
