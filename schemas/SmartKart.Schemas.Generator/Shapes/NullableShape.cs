namespace SmartKart.Schemas.Generator.Shapes;

/// <summary>A union of null and one other: C#'s own null.</summary>
internal sealed class NullableShape(Shape inner, bool nullIsFirst, string unique) : Shape
{
    private readonly int _null = nullIsFirst ? 0 : 1;

    /// <summary>The shape of what is not null.</summary>
    public Shape Inner => inner;

    public override string Type => inner.Type + "?";

    public override bool IsValueType => inner.IsValueType;

    public override int? ConstantSize => 1 + inner.ConstantSize;

    public override bool HasValueEquality => inner.HasValueEquality;

    public override string Read() => $"reader.ReadUnion(2) == {_null} ? {(inner.IsValueType ? $"({Type})null" : "null")} : {inner.Read()}";

    public override string Write(string value, string field)
    {
        var it = $"it{unique}";
        return $"if ({value} is {{ }} {it}) {{ writer.WriteUnion({1 - _null}); {inner.Write(it, field)} }} else writer.WriteUnion({_null});";
    }

    public override string Size(string value, string field) =>
        ConstantSize is not null ? base.Size(value, field) : $"1 + ({value} is {{ }} size{unique} ? {inner.Size($"size{unique}", field)} : 0)";

    public override string Same(string left, string right) =>
        inner.HasValueEquality ? base.Same(left, right)
        : $"({left} is {{ }} left{unique} ? {right} is {{ }} right{unique} && {inner.Same($"left{unique}", $"right{unique}")} : {right} is null)";

    public override IEnumerable<string> Methods() => inner.Methods();

    public override IEnumerable<(string FullName, string Source)> Types() => inner.Types();
}
