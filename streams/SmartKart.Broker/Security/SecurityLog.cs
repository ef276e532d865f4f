using Microsoft.Extensions.Logging;

namespace SmartKart.Broker.Security;

/// <summary>What authentication and TLS log: ids 1100 to 1149.</summary>
internal static partial class SecurityLog
{
    [LoggerMessage(1100, LogLevel.Warning, "Refused {Client}: its authentication failed, because {Reason}")]
    public static partial void AuthenticationFailed(ILogger log, string client, string reason);

    [LoggerMessage(1101, LogLevel.Debug, "{Client} is {Principal}")]
    public static partial void Authenticated(ILogger log, string client, string principal);

    [LoggerMessage(1102, LogLevel.Warning, "Refused {Client}: no TLS came about, because {Reason}")]
    public static partial void HandshakeFailed(ILogger log, string client, string reason);

    [LoggerMessage(1103, LogLevel.Warning, "The certificate of the listener {Listener}, {Subject}, is valid from {NotBefore:u} to {NotAfter:u}, and so not now: clients will refuse it")]
    public static partial void CertificateNotValid(ILogger log, string listener, string subject, DateTime notBefore, DateTime notAfter);

    [LoggerMessage(1104, LogLevel.Warning, "The listener {Listener} takes passwords (PLAIN) without TLS: whoever can listen on the network can read them")]
    public static partial void PasswordsInTheClear(ILogger log, string listener);
}
