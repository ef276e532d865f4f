namespace SmartKart.Backfill.Histories.OnlineRetail;

/// <summary>
/// The shop's names of countries as ISO 3166-1 alpha-2 codes. <c>Unspecified</c>, <c>European Community</c> and <c>Channel Islands</c>
/// (two countries) have none.
/// </summary>
internal static class Countries
{
    private static readonly Dictionary<string, string> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Australia"] = "AU", ["Austria"] = "AT", ["Bahrain"] = "BH", ["Belgium"] = "BE", ["Brazil"] = "BR", ["Canada"] = "CA",
        ["Cyprus"] = "CY", ["Czech Republic"] = "CZ", ["Denmark"] = "DK", ["EIRE"] = "IE", ["Finland"] = "FI", ["France"] = "FR",
        ["Germany"] = "DE", ["Greece"] = "GR", ["Hong Kong"] = "HK", ["Iceland"] = "IS", ["Israel"] = "IL", ["Italy"] = "IT",
        ["Japan"] = "JP", ["Lebanon"] = "LB", ["Lithuania"] = "LT", ["Malta"] = "MT", ["Netherlands"] = "NL", ["Norway"] = "NO",
        ["Poland"] = "PL", ["Portugal"] = "PT", ["RSA"] = "ZA", ["Saudi Arabia"] = "SA", ["Singapore"] = "SG", ["Spain"] = "ES",
        ["Sweden"] = "SE", ["Switzerland"] = "CH", ["United Arab Emirates"] = "AE", ["United Kingdom"] = "GB", ["USA"] = "US",
    };

    internal static string? Code(string? name) => name is null ? null : Codes.GetValueOrDefault(name);
}
