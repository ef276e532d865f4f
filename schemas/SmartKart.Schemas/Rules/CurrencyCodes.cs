namespace SmartKart.Schemas.Rules;

/// <summary>Which codes are currencies: ISO 4217, list one of 2026, and those withdrawn since 2020, which events of then still name.</summary>
internal static class CurrencyCodes
{
    private const int Letters = 26;

    private const string Codes =
        """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC
        CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES
        KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD
        OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD
        TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX YER
        ZAR ZMW ZWG
        ANG BGN CUC HRK SLL ZWL
        """;

    private static readonly bool[] Known = Index();

    /// <summary>Whether a text is a code. Hot path: per event.</summary>
    public static bool Contains(ReadOnlySpan<byte> text) =>
        text is [>= (byte)'A' and <= (byte)'Z', >= (byte)'A' and <= (byte)'Z', >= (byte)'A' and <= (byte)'Z'] && Known[Place(text[0], text[1], text[2])];

    private static bool[] Index()
    {
        var known = new bool[Letters * Letters * Letters];
        foreach (var code in Codes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) known[Place(code[0], code[1], code[2])] = true;
        return known;
    }

    private static int Place(int first, int second, int third) => (((first - 'A') * Letters) + second - 'A') * Letters + third - 'A';
}
