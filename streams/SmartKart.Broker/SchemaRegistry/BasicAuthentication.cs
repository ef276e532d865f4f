using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>HTTP basic authentication (RFC 7617) against a fixed list of users. An empty list lets anyone in.</summary>
internal sealed class BasicAuthentication
{
    public const string Challenge = "Basic realm=\"schema registry\", charset=\"UTF-8\"";

    private static readonly byte[] Nobody = new byte[SHA256.HashSizeInBytes];      // of no password that anyone could find

    private readonly Dictionary<string, byte[]> _passwords;

    public BasicAuthentication(IReadOnlyDictionary<string, string> users) =>
        _passwords = users.ToDictionary(user => user.Key, user => Hash(user.Value), StringComparer.Ordinal);

    public bool Accepts(string? authorization)
    {
        if (_passwords.Count == 0) return true;
        if (!AuthenticationHeaderValue.TryParse(authorization, out var header)) return false;
        if (!header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || header.Parameter is null) return false;
        var bytes = new byte[header.Parameter.Length];
        if (!Convert.TryFromBase64String(header.Parameter, bytes, out var length)) return false;
        var (user, password) = Split(Encoding.UTF8.GetString(bytes, 0, length));
        // Equal work for a user that there is and one that there is not, and for each wrong password.
        var known = _passwords.GetValueOrDefault(user, Nobody);
        return CryptographicOperations.FixedTimeEquals(Hash(password), known);
    }

    private static (string User, string Password) Split(string credentials)
    {
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (credentials, "") : (credentials[..colon], credentials[(colon + 1)..]);
    }

    private static byte[] Hash(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));
}
