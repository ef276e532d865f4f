using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SmartKart.Broker.Security.Sasl;

/// <summary>
/// SCRAM (RFC 5802, RFC 7677) from the server's side, without channel binding:
/// <code>
/// client   n,,n=ada,r=CLIENT                                the name, a nonce
/// server   r=CLIENTSERVER,s=SALT,i=4096                     the nonce made longer, how to salt the password
/// client   c=biws,r=CLIENTSERVER,p=PROOF                    the first header again, the nonce, the proof
/// server   v=SIGNATURE                                      the broker's own proof
/// </code>
/// </summary>
internal sealed class ScramExchange(HashAlgorithmName hash, UserKeys users) : ISaslExchange
{
    private const int NonceBytes = 24;

    private ScramFirst? _first;
    private ScramKeys? _keys;
    private bool _exists;
    private string _serverFirst = "";
    private string _nonce = "";

    public SaslStep Next(ReadOnlySpan<byte> token)
    {
        var message = Encoding.UTF8.GetString(token);
        return _first is null ? First(message) : Final(_first, message);
    }

    private SaslStep First(string message)
    {
        if (ScramFirst.Read(message, out var fault) is not { } first) return SaslStep.Failed(fault);
        _first = first;
        _keys = users.Find(first.User, hash, out _exists);
        _nonce = first.Nonce + Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        _serverFirst = string.Create(CultureInfo.InvariantCulture, $"r={_nonce},s={Convert.ToBase64String(_keys.Salt)},i={_keys.Iterations}");
        return new SaslStep(Encoding.UTF8.GetBytes(_serverFirst));
    }

    private SaslStep Final(ScramFirst first, string message)
    {
        var proofAt = message.LastIndexOf(",p=", StringComparison.Ordinal);
        if (proofAt < 0) return SaslStep.Failed("its second message holds no proof");
        var withoutProof = message[..proofAt];
        var proofText = message[(proofAt + 3)..];
        var parts = withoutProof.Split(',');
        if (parts.Length < 2 || parts[0] != "c=" + Convert.ToBase64String(Encoding.UTF8.GetBytes(first.Header))) return SaslStep.Failed("its second message does not repeat the header of its first");
        // librdkafka before 2.6.1 puts its own nonce in front of the whole once more. Kafka lets that pass, and the proof covers it.
        if (parts[1] != "r=" + _nonce && parts[1] != "r=" + first.Nonce + _nonce) return SaslStep.Failed("its second message does not repeat the nonce");
        if (!Base64.IsValid(proofText)) return SaslStep.Failed("its proof is no Base64");

        var authMessage = Encoding.UTF8.GetBytes($"{first.Bare},{_serverFirst},{withoutProof}");
        if (!_keys!.IsProof(Convert.FromBase64String(proofText), authMessage))         // set with _first
            return SaslStep.Failed(_exists ? $"the password for user {Claimed.Name(first.User)} is wrong" : $"there is no user {Claimed.Name(first.User)}");
        return first.ActAs.Length > 0 && first.ActAs != first.User ? SaslStep.Failed($"user {Claimed.Name(first.User)} asked to act as {Claimed.Name(first.ActAs)}, which nobody may")
            : new SaslStep(Encoding.UTF8.GetBytes("v=" + Convert.ToBase64String(_keys.Signature(authMessage))), first.User);
    }
}
