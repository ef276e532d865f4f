using System.Globalization;

namespace SmartKart.Schemas;

/// <summary>The number under which a registry knows a schema. It means nothing without that registry.</summary>
/// <param name="Value">As the registry gave it: 1 and up.</param>
public readonly record struct SchemaId(int Value)
{
    /// <summary>The number, in digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
