using SmartKart.Broker.Network;
using SmartKart.Broker.Security;

namespace SmartKart.Broker.Tests.Security;

/// <summary>Listeners as the tests want them, and brokers that have them.</summary>
internal static class SecureListeners
{
    public const string User = "ada";
    public const string Password = "pass,word=1";

    /// <summary>Clients name localhost: that is what certificates are checked against.</summary>
    public static ListenerOptions Plain => new() { Port = 0, AdvertisedHost = "localhost" };

    public static SaslOptions Sasl(params string[] mechanisms) => new()
    {
        Mechanisms = mechanisms,
        Users = new Dictionary<string, string> { [User] = Password, ["bob"] = "builder" },
    };

    public static BrokerOptions Broker(params ListenerOptions[] listeners) => new() { Fsync = false, Listeners = listeners, Registry = null };

    public static TlsOptions Tls(TestCertificates certificates, string name = "broker", bool expired = false)
    {
        var (certificateFile, keyFile) = certificates.Issue(name, expired);
        return new TlsOptions { CertificateFile = certificateFile, KeyFile = keyFile };
    }
}
