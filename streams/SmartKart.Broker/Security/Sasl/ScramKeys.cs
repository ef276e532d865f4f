using System.Security.Cryptography;
using System.Text;

namespace SmartKart.Broker.Security.Sasl;

/// <summary>
/// What RFC 5802 has a server keep of a password: enough to check a proof, not enough to make one.
/// <code>
/// SaltedPassword = PBKDF2(password, salt, iterations)       ClientKey = HMAC(SaltedPassword, "Client Key")
/// ServerKey = HMAC(SaltedPassword, "Server Key")            StoredKey = H(ClientKey)
/// </code>
/// </summary>
internal sealed record ScramKeys(HashAlgorithmName Hash, byte[] Salt, int Iterations, byte[] StoredKey, byte[] ServerKey)
{
    private static readonly byte[] ClientKeyLabel = "Client Key"u8.ToArray();
    private static readonly byte[] ServerKeyLabel = "Server Key"u8.ToArray();

    /// <remarks>The password is taken as UTF-8, without SASLprep: so do Kafka and librdkafka, and others could not log in.</remarks>
    public static ScramKeys Derive(HashAlgorithmName hash, ReadOnlySpan<byte> password, byte[] salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, hash, HashBytes(hash));
        try
        {
            var clientKey = CryptographicOperations.HmacData(hash, salted, ClientKeyLabel);
            return new ScramKeys(hash, salt, iterations, CryptographicOperations.HashData(hash, clientKey), CryptographicOperations.HmacData(hash, salted, ServerKeyLabel));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(salted);
        }
    }

    /// <summary>Keys that no password has: what a name that does not exist is checked against, so that it takes as long and looks the same.</summary>
    public static ScramKeys Decoy(HashAlgorithmName hash, byte[] salt, int iterations) =>
        new(hash, salt, iterations, RandomNumberGenerator.GetBytes(HashBytes(hash)), RandomNumberGenerator.GetBytes(HashBytes(hash)));

    /// <summary>Whether these keys came of this password.</summary>
    public bool ArePasswords(string password)
    {
        var derived = Derive(Hash, Encoding.UTF8.GetBytes(password), Salt, Iterations);
        return CryptographicOperations.FixedTimeEquals(derived.StoredKey, StoredKey);
    }

    /// <summary>Whether the client that said <paramref name="authMessage"/> has the password: <c>H(proof XOR HMAC(StoredKey, AuthMessage)) = StoredKey</c>.</summary>
    public bool IsProof(ReadOnlySpan<byte> proof, ReadOnlySpan<byte> authMessage)
    {
        var clientKey = CryptographicOperations.HmacData(Hash, StoredKey, authMessage);
        if (proof.Length != clientKey.Length) return false;
        for (var index = 0; index < clientKey.Length; index++) clientKey[index] ^= proof[index];
        return CryptographicOperations.FixedTimeEquals(CryptographicOperations.HashData(Hash, clientKey), StoredKey);
    }

    /// <summary>What proves to the client that the broker knows it: <c>HMAC(ServerKey, AuthMessage)</c>.</summary>
    public byte[] Signature(ReadOnlySpan<byte> authMessage) => CryptographicOperations.HmacData(Hash, ServerKey, authMessage);

    private static int HashBytes(HashAlgorithmName hash) => hash == HashAlgorithmName.SHA512 ? SHA512.HashSizeInBytes : SHA256.HashSizeInBytes;
}
