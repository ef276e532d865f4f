using System.Text;

namespace SmartKart.Broker.Security.Sasl;

/// <summary>PLAIN (RFC 4616): one token, <c>[authzid] NUL authcid NUL password</c>, in UTF-8.</summary>
internal sealed class PlainExchange(UserKeys users) : ISaslExchange
{
    private const int Parts = 3;

    public SaslStep Next(ReadOnlySpan<byte> token)
    {
        var parts = Encoding.UTF8.GetString(token).Split('\0');
        if (parts.Length != Parts) return SaslStep.Failed($"its token has {parts.Length} parts, where PLAIN has {Parts}");
        var (actAs, user, password) = (parts[0], parts[1], parts[2]);
        if (user.Length == 0 || password.Length == 0) return SaslStep.Failed("it sent no name or no password");
        if (!users.IsPassword(user, password, out var exists))
            return SaslStep.Failed(exists ? $"the password for user {Claimed.Name(user)} is wrong" : $"there is no user {Claimed.Name(user)}");
        return actAs.Length > 0 && actAs != user ? SaslStep.Failed($"user {Claimed.Name(user)} asked to act as {Claimed.Name(actAs)}, which nobody may") : new SaslStep([], user);
    }
}
