namespace SmartKart.Schemas.Generator.Shapes;

/// <summary>Bytes, or a fixed of some size: a copy of their own for the record that holds them.</summary>
internal sealed class BytesShape(int? fixedBytes) : Shape
{
    public override string Type => "global::System.ReadOnlyMemory<byte>";

    public override bool IsValueType => true;

    public override int? ConstantSize => fixedBytes;

    public override bool HasValueEquality => false;

    public override string Read() =>
        $"(global::System.ReadOnlyMemory<byte>){(fixedBytes is { } size ? $"reader.ReadFixed({size})" : "reader.ReadBytes()")}.ToArray()";

    public override string Write(string value, string field) =>
        fixedBytes is { } size ? $"writer.WriteFixed({value}.Span, {size}, {field});" : $"writer.WriteBytes({value}.Span);";

    public override string Size(string value, string field) =>
        fixedBytes is null ? $"global::SmartKart.Schemas.AvroSize.Bytes({value})" : base.Size(value, field);

    public override string Same(string left, string right) => $"global::System.MemoryExtensions.SequenceEqual({left}.Span, {right}.Span)";
}
