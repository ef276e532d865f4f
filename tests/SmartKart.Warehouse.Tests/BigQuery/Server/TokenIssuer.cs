using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>Google's token endpoint: takes an assertion that a service account signed with its key, and gives a token that can be revoked.</summary>
internal sealed class TokenIssuer : IDisposable
{
    private const string Account = "smartkart@shop.iam.gserviceaccount.com";

    private readonly Lazy<RSA> _key = new(() => RSA.Create(2048));
    private string? _valid;
    private int _issued;

    /// <summary>Whether requests need a token.</summary>
    public bool Required { get; set; }

    public int Issued => _issued;

    /// <summary>Writes the account's key, as the cloud console gives it.</summary>
    public void WriteKey(string path, Uri server) => File.WriteAllText(path, new JsonObject
    {
        ["type"] = "service_account",
        ["project_id"] = LocalBigQuery.Project,
        ["private_key_id"] = "1",
        ["private_key"] = _key.Value.ExportPkcs8PrivateKeyPem(),
        ["client_email"] = Account,
        ["client_id"] = "1",
        ["token_uri"] = new Uri(server, "token").ToString(),
    }.ToJsonString());

    /// <summary>Takes no token any more that was given so far.</summary>
    public void Revoke() => _valid = null;

    public JsonObject Issue(IReadOnlyDictionary<string, string> form)
    {
        if (form["grant_type"] != "urn:ietf:params:oauth:grant-type:jwt-bearer") throw RestFault.Invalid("The grant is no assertion.");
        var parts = form["assertion"].Split('.');
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        if (!_key.Value.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            throw RestFault.Invalid("The assertion is not signed with the account's key.");
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        if ((string?)claims["iss"] != Account || (string?)claims["scope"] != "https://www.googleapis.com/auth/bigquery")
            throw RestFault.Invalid("The claims are wrong.");
        _valid = $"token-{Interlocked.Increment(ref _issued)}";
        return new JsonObject { ["access_token"] = _valid, ["expires_in"] = 3600, ["token_type"] = "Bearer" };
    }

    public void Check(string authorization)
    {
        if (Required && (_valid is null || authorization != $"Bearer {_valid}"))
            throw new RestFault(401, "authError", "Request had invalid authentication credentials.", "Authorization");
    }

    public void Dispose()
    {
        if (_key.IsValueCreated) _key.Value.Dispose();
    }
}
