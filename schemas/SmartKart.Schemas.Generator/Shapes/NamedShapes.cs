namespace SmartKart.Schemas.Generator.Shapes;

/// <summary>A record, which its own codec reads and writes.</summary>
internal sealed class RecordShape(string type) : Shape
{
    public override string Type => type;

    public override bool IsValueType => false;

    public override string Read() => $"{type}Codec.Read(ref reader)";

    public override string Write(string value, string field) => $"{type}Codec.Write(ref writer, global::SmartKart.Schemas.AvroSize.Present({value}, {field}));";

    public override string Size(string value, string field) =>
        $"{type}Codec.Size(global::SmartKart.Schemas.AvroSize.Present({value}, {field}), depth)";
}

/// <summary>An enum, as its symbol's index.</summary>
internal sealed class EnumShape(string type, int symbols) : Shape
{
    public override string Type => type;

    public override bool IsValueType => true;

    // An index under 64 is one byte, zigzag; no enum needs three.
    public override int? ConstantSize => symbols <= 64 ? 1 : symbols <= 8192 ? 2 : 5;

    public override string Read() => $"({type})reader.ReadEnum({symbols})";

    public override string Write(string value, string field) => $"writer.WriteEnum((int){value}, {symbols}, {field});";
}
