namespace SmartKart.Schemas;

/// <summary>Values of one schema under string keys.</summary>
public sealed class MapSchema : AvroSchema
{
    private int _minEntryBytes = -1;     // not an int?, which another thread could see half written

    internal MapSchema(AvroSchema values) : base(AvroType.Map) => Values = values;

    /// <summary>The schema of each value.</summary>
    public AvroSchema Values { get; }

    /// <summary>The fewest bytes that a key and its value take, as <c>AvroReader.ReadBlock</c> asks.</summary>
    public int MinEntryBytes => _minEntryBytes >= 0 ? _minEntryBytes : _minEntryBytes = (int)Math.Min(1L + EncodedSize.Min(Values), int.MaxValue);
}
