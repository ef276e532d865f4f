namespace SmartKart.Backfill.Histories.Mapping.Writing;

/// <summary>The values that the event contracts allow a field beyond its type, as their docs say in words (<c>schemas/events/*.avsc</c>).</summary>
/// <param name="Condition">SQL over <c>?</c>, the value.</param>
/// <param name="Words">The same for people.</param>
internal sealed record FieldDomain(string Condition, string Words)
{
    private static readonly FieldDomain NotNegative = new("? >= 0", "0 or more");
    private static readonly FieldDomain Positive = new("? >= 1", "1 or more");
    private static readonly FieldDomain Currency = new("regexp_full_match(?, '[A-Z]{3}')", "an ISO 4217 code, three capitals");
    private static readonly FieldDomain Country = new("regexp_full_match(?, '[A-Z]{2}')", "an ISO 3166-1 alpha-2 code, two capitals");

    // The contracts use one name for one thing: a field's name says what it may hold, in whichever event it stands.
    private static readonly Dictionary<string, FieldDomain> ByName = new(StringComparer.Ordinal)
    {
        ["currency"] = Currency,
        ["shipping_country"] = Country,
        ["billing_country"] = Country,
        ["bin_country"] = Country,
        ["network_country"] = Country,
        ["quantity"] = Positive,
        ["attempt"] = Positive,
        ["unit_price"] = NotNegative,
        ["price"] = NotNegative,
        ["list_price"] = NotNegative,
        ["discount"] = NotNegative,
        ["shipping"] = NotNegative,
        ["tax"] = NotNegative,
        ["amount"] = NotNegative,
        ["result_count"] = NotNegative,
        ["position"] = NotNegative,
        ["reorder_point"] = NotNegative,
        ["refund"] = new("? > 0", "above 0"),
        ["quantity_delta"] = new("? <> 0", "anything but 0"),
        ["rating"] = new("? BETWEEN 1 AND 5", "1 to 5"),
        ["propensity"] = new("? > 0 AND ? <= 1", "above 0 to 1"),
    };

    /// <summary>A field's domain; null where its type says all.</summary>
    /// <param name="path">The field's path, such as <c>lines.quantity</c>.</param>
    public static FieldDomain? Of(string path) => ByName.GetValueOrDefault(path[(path.LastIndexOf('.') + 1)..]);

    /// <summary>The condition on a column.</summary>
    public string On(string column) => Condition.Replace("?", column, StringComparison.Ordinal);
}
