namespace SmartKart.Schemas;

/// <summary>A list of values of one schema.</summary>
public sealed class ArraySchema : AvroSchema
{
    private int _minItemBytes = -1;      // not an int?, which another thread could see half written

    internal ArraySchema(AvroSchema items) : base(AvroType.Array) => Items = items;

    /// <summary>The schema of each item.</summary>
    public AvroSchema Items { get; }

    /// <summary>The fewest bytes that an item takes, as <c>AvroReader.ReadBlock</c> asks. Worked out when first asked: the items may
    /// still be being read when the array is.</summary>
    public int MinItemBytes => _minItemBytes >= 0 ? _minItemBytes : _minItemBytes = EncodedSize.Min(Items);
}
