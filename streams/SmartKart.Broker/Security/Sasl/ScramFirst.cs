namespace SmartKart.Broker.Security.Sasl;

/// <summary>A client's first message of SCRAM: <c>n,[a=authzid],n=user,r=nonce[,extensions]</c>.</summary>
/// <param name="Header">What stands before the name, the comma included: the client has to repeat it.</param>
/// <param name="Bare">The rest, which both sides sign.</param>
/// <param name="ActAs">As whom it wants to act; empty for itself.</param>
/// <param name="User">The name.</param>
/// <param name="Nonce">The client's part of the nonce.</param>
internal sealed record ScramFirst(string Header, string Bare, string ActAs, string User, string Nonce)
{
    /// <returns>Null where it is none; then <paramref name="fault"/> says why.</returns>
    public static ScramFirst? Read(string message, out string fault)
    {
        var parts = message.Split(',');
        fault = parts.Length < 4 ? "its first message has too few parts"
            : parts[0] != "n" ? $"it asked for channel binding ({Claimed.Name(parts[0])}), which this broker does not do"
            : parts[1].Length > 0 && !parts[1].StartsWith("a=", StringComparison.Ordinal) ? "its first message has no place for an authorization name"
            : parts[2].StartsWith("m=", StringComparison.Ordinal) ? "it demands an extension of SCRAM"
            : !parts[2].StartsWith("n=", StringComparison.Ordinal) || Unescape(parts[2][2..]) is not { Length: > 0 } ? "its first message names no user"
            : !parts[3].StartsWith("r=", StringComparison.Ordinal) || parts[3].Length == 2 ? "its first message has no nonce"
            : parts[1].Length > 0 && Unescape(parts[1][2..]) is null ? "its authorization name is wrongly escaped"
            : "";
        if (fault.Length > 0) return null;
        var header = $"{parts[0]},{parts[1]},";
        return new ScramFirst(header, message[header.Length..], parts[1].Length > 0 ? Unescape(parts[1][2..])! : "", Unescape(parts[2][2..])!, parts[3][2..]);  // both checked above
    }

    // In names a comma is written =2C and an equals sign =3D; no other = may stand there.
    private static string? Unescape(string name) =>
        name.Replace("=2C", "", StringComparison.Ordinal).Replace("=3D", "", StringComparison.Ordinal).Contains('=') ? null
        : name.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal);
}
