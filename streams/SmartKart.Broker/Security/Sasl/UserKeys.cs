using System.Security.Cryptography;
using System.Text;

namespace SmartKart.Broker.Security.Sasl;

/// <summary>The users of a listener: of their passwords, only salted keys. Any thread.</summary>
internal sealed class UserKeys
{
    private const int SaltBytes = 16;

    // A name that does not exist has to have the same salt each time it is tried, or its changing would tell.
    private readonly byte[] _decoySecret = RandomNumberGenerator.GetBytes(SaltBytes);
    private readonly Dictionary<(string User, HashAlgorithmName Hash), ScramKeys> _keys = [];
    private readonly int _iterations;

    public UserKeys(IReadOnlyDictionary<string, string> passwords, int iterations)
    {
        _iterations = iterations;
        foreach (var (user, password) in passwords)
        {
            var bytes = Encoding.UTF8.GetBytes(password);
            foreach (var hash in new[] { HashAlgorithmName.SHA256, HashAlgorithmName.SHA512 })
                _keys[(user, hash)] = ScramKeys.Derive(hash, bytes, RandomNumberGenerator.GetBytes(SaltBytes), iterations);
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>The keys of a user; for a name that does not exist, keys that nothing opens.</summary>
    /// <param name="user">The name.</param>
    /// <param name="hash">SHA-256 or SHA-512.</param>
    /// <param name="exists">Whether there is such a user: for the log alone.</param>
    public ScramKeys Find(string user, HashAlgorithmName hash, out bool exists)
    {
        exists = _keys.TryGetValue((user, hash), out var keys);
        return keys ?? ScramKeys.Decoy(hash, CryptographicOperations.HmacData(HashAlgorithmName.SHA256, _decoySecret, Encoding.UTF8.GetBytes(user))[..SaltBytes], _iterations);
    }

    /// <summary>Whether there is such a user with this password; takes as long where there is not.</summary>
    public bool IsPassword(string user, string password, out bool exists) => Find(user, HashAlgorithmName.SHA256, out exists).ArePasswords(password);
}
