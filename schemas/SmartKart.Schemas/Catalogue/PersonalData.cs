namespace SmartKart.Schemas.Catalogue;

/// <summary>
/// Personal data, as the schemas mark it: <c>"pii": true</c> on a field whose value singles a person, a household or a device
/// out, was written by a person, or may quote either. What names a deal (an order, a cart, a payment) or a thing is not marked.
/// </summary>
public static class PersonalData
{
    /// <summary>The member of a field that marks it.</summary>
    public const string Marker = "pii";

    /// <summary>Whether the field is marked. A record's own fields are marked one by one, and the field that holds it need not be.</summary>
    public static bool IsPersonal(this RecordField field) =>
        field.Properties.Any(property => property.Key == Marker && property.Value.IsTrue);
}
