namespace SmartKart.Schemas.Registry;

/// <summary>How a schema registry is reached. Section <c>SchemaRegistry</c>; each default works on one machine.</summary>
public sealed record SchemaRegistryOptions
{
    /// <summary>The section's name in a configuration.</summary>
    public const string Section = "SchemaRegistry";

    /// <summary>The registry's addresses, each an equal: the next is asked where one does not answer. At least one.</summary>
    public IReadOnlyList<Uri> Urls { get; init; } = [new("http://localhost:8081")];

    /// <summary>The user of HTTP basic authentication, without a colon; null for none.</summary>
    public string? User { get; init; }

    /// <summary>That user's password.</summary>
    public string? Password { get; init; }

    /// <summary>A token for HTTP bearer authentication, instead of a user; null for none.</summary>
    public string? BearerToken { get; init; }

    /// <summary>A PEM file of the authorities whose certificates are trusted, instead of the machine's; null for the machine's.</summary>
    public string? CaFile { get; init; }

    /// <summary>A PEM file of the certificate that this client shows; null for none.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>The PEM file of that certificate's private key; null where the certificate's own file holds it.</summary>
    public string? ClientKeyFile { get; init; }

    /// <summary>What the private key is encrypted with; null where it is not.</summary>
    public string? ClientKeyPassword { get; init; }

    /// <summary>How long one request to one address may take, answer included. 1 ms to 10 min; 10 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often all addresses are tried again after none gave an answer. 0 to 20; 3.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>
    /// The longest wait before the first retry; it doubles with each, and a random part of it is waited. 0 to 1 min; 100 ms.
    /// </summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The longest wait before any retry, also where the registry asks for more. From <see cref="RetryDelay"/> to 10 min; 20 s.
    /// </summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest answer that is read, in bytes. 1 KiB to 1 GiB; 16 MiB.</summary>
    public int MaxResponseBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// How many schemas, and how many subjects' versions, are remembered; the oldest go first. 1 to 1,000,000; 1,000, as Confluent's
    /// clients.
    /// </summary>
    public int MaxCachedSchemas { get; init; } = 1_000;

    /// <summary>
    /// Asks the registry to take schemas that differ only in spelling for one (<c>normalize=true</c>). Off, as in Confluent's clients.
    /// </summary>
    public bool NormalizeSchemas { get; init; }

    /// <summary>Checks every range.</summary>
    /// <exception cref="SchemaRegistryOptionsException">A value is out of its range; the message names its key.</exception>
    public void Check()
    {
        if (Urls.Count == 0) throw Bad(nameof(Urls), "is empty", "Name at least one address, such as http://localhost:8081.");
        foreach (var url in Urls) CheckUrl(url);
        if (User?.Contains(':', StringComparison.Ordinal) == true)
            throw Bad(nameof(User), "has a colon, which basic authentication cannot carry", "Use a user without one.");
        if (User is null != Password is null)
            throw Bad(nameof(Password), "and SchemaRegistry:User go together, and one is missing", "Set both, or neither.");
        if (User is not null && BearerToken is not null)
            throw Bad(nameof(BearerToken), "is set beside SchemaRegistry:User", "Set one of the two.");
        if (BearerToken is "") throw Bad(nameof(BearerToken), "is empty", "Give a token, or leave the key out.");
        if (BearerToken?.All(c => c is > ' ' and <= '~') == false)
            throw Bad(nameof(BearerToken), "has a character that no token has", "Give the token alone, without spaces or line ends.");
        if (ClientKeyFile is not null && ClientCertificateFile is null)
            throw Bad(nameof(ClientKeyFile), "has no SchemaRegistry:ClientCertificateFile", "Set the certificate's file too.");
        Range(nameof(RequestTimeout), RequestTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10));
        Range(nameof(MaxRetries), MaxRetries, 0, 20);
        Range(nameof(RetryDelay), RetryDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Range(nameof(MaxRetryDelay), MaxRetryDelay, RetryDelay, TimeSpan.FromMinutes(10));
        Range(nameof(MaxResponseBytes), MaxResponseBytes, 1024, 1024 * 1024 * 1024);
        Range(nameof(MaxCachedSchemas), MaxCachedSchemas, 1, 1_000_000);
    }

    private static void CheckUrl(Uri url)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            throw Bad(nameof(Urls), $"holds '{url}', which is no http or https address", "Write it as http://localhost:8081 is.");
        // Addresses stand in errors and logs; a password must not.
        if (url.UserInfo.Length > 0)
            throw Bad(nameof(Urls), $"holds credentials for {url.Host}", "Set SchemaRegistry:User and SchemaRegistry:Password instead.");
        if (url.Query.Length > 0 || url.Fragment.Length > 0)
            throw Bad(nameof(Urls), $"holds '{url}', which has a query or a fragment", "End it with its path.");
    }

    private static void Range<T>(string key, T value, T least, T most) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0) throw Bad(key, $"is {value}", $"Set it between {least} and {most}.");
    }

    private static SchemaRegistryOptionsException Bad(string key, string problem, string remedy) =>
        new($"{Section}:{key} {problem}. {remedy}");
}
