namespace SmartKart.Schemas.Generator.Shapes;

/// <summary>Avro's null where nothing else is allowed.</summary>
internal sealed class NullShape : Shape
{
    public override string Type => "global::SmartKart.Schemas.AvroNull";

    public override bool IsValueType => true;

    public override int? ConstantSize => 0;

    public override string Read() => $"default({Type})";

    public override string Write(string value, string field) => "";
}
