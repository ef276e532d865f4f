using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartKart.Serving.Access;

/// <summary>A key that was just made: its secret, which nobody keeps but its owner, and what the file has of it.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Secret">What requests are sent with.</param>
/// <param name="Sha256">64 hex digits of it.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="RequestsPerS">How many requests a second.</param>
/// <param name="Burst">How many at once.</param>
public sealed record NewKey(string Name, string Secret, string Sha256, IReadOnlyList<string> Scopes, double RequestsPerS, int Burst)
{
    private const string Prefix = "sk_";      // by which a leaked one is told from other text
    private const int SecretBytes = 32;

    /// <summary>Makes one.</summary>
    /// <exception cref="ServingException">It would be none that a file may have.</exception>
    public static NewKey Make(string name, IReadOnlyList<string> scopes, double requestsPerS, int burst)
    {
        var secret = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        var key = new NewKey(name, secret, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))), scopes, requestsPerS, burst);
        try
        {
            new KeyFileReader("the new key", TimeProvider.System).Read($"keys:\n{key.ToEntry()}");
            return key;
        }
        catch (KeyFileException fault)
        {
            throw new ServingException($"No such key can be made. {fault.Message}", fault);
        }
    }

    /// <summary>What the list <c>keys</c> of the file gets.</summary>
    public string ToEntry() => string.Create(CultureInfo.InvariantCulture, $"""
          - name: '{Name.Replace("'", "''", StringComparison.Ordinal)}'
            sha256: {Sha256}
            scopes: [{string.Join(", ", Scopes)}]
            requests_per_s: {RequestsPerS}
            burst: {Burst}

        """);
}
