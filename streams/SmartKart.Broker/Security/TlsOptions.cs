namespace SmartKart.Broker.Security;

/// <summary>A listener's TLS 1.2 and 1.3: its certificate, and whose clients it takes.</summary>
public sealed record TlsOptions
{
    /// <summary>
    /// The certificate that clients are shown: PEM, behind it any intermediate ones; or, where the name ends in <c>.pfx</c> or
    /// <c>.p12</c>, PKCS #12, which holds the key too.
    /// </summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>The certificate's private key, in PEM; null where <see cref="CertificateFile"/> is PKCS #12.</summary>
    public string? KeyFile { get; init; }

    /// <summary>What opens the key or the PKCS #12 file; null where it is not encrypted.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// Certificates, in PEM, of the authorities whose clients are taken: every client must show one of theirs, as under Kafka's
    /// <c>ssl.client.auth=required</c>. Null, the default, asks clients for none.
    /// </summary>
    public string? ClientAuthoritiesFile { get; init; }

    /// <summary>How long a handshake may take; 10 s unless set.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <returns>What is wrong, with the key to change; null where nothing is.</returns>
    internal string? Fault(string key)
    {
        var isPkcs12 = IsPkcs12(CertificateFile);
        return string.IsNullOrWhiteSpace(CertificateFile) ? $"{key}:{nameof(CertificateFile)} is empty. Name the file of the certificate."
            : !isPkcs12 && KeyFile is null ? $"{key}:{nameof(KeyFile)} is not set. Name the file of the private key of {CertificateFile}; only PKCS #12 (.pfx, .p12) holds its key itself."
            : isPkcs12 && KeyFile is not null ? $"{key}:{nameof(KeyFile)} is set, though {CertificateFile} is PKCS #12 and holds its key itself. Leave one of them out."
            : HandshakeTimeout <= TimeSpan.Zero ? $"{key}:{nameof(HandshakeTimeout)} is {HandshakeTimeout}. It must be longer than nothing."
            : null;
    }

    internal static bool IsPkcs12(string file) =>
        Path.GetExtension(file) is { } ending && (ending.Equals(".pfx", StringComparison.OrdinalIgnoreCase) || ending.Equals(".p12", StringComparison.OrdinalIgnoreCase));
}
