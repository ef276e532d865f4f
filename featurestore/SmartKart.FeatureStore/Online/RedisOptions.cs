namespace SmartKart.FeatureStore.Online;

/// <summary>Where the online store is, and how long it may take: the section <c>Redis</c> of the configuration.</summary>
public sealed record RedisOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Redis";

    /// <summary>
    /// Addresses (<c>host:port</c> or <c>unix:path</c>) and settings between commas: <c>user</c>, <c>password</c>, <c>ssl</c>, <c>sslHost</c> (the
    /// name in the certificate), <c>sslCa</c> (a PEM file with the authorities to trust), <c>cluster</c>, <c>database</c>. Several addresses are
    /// nodes of a cluster, or the primary and who may become it. Unset, the platform starts a private server.
    /// </summary>
    public string? Connection { get; init; }

    /// <summary>The password, where it isn't to stand in <see cref="Connection"/>, which wins.</summary>
    public string? Password { get; init; }

    /// <summary>What every key begins with; <c>smartkart</c> unless set. No braces, no colon.</summary>
    public string KeyPrefix { get; init; } = "smartkart";

    /// <summary>
    /// How many connections to a server reads may have, 1 to 64; 4 unless set. Each is made when there are more reads than those before it keep up
    /// with.
    /// </summary>
    public int Connections { get; init; } = 4;

    /// <summary>How long a read may take, connecting included, 1 ms to 1 min; 50 ms unless set.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a batch of writes may take before it is tried again, 10 ms to 5 min; 5 s unless set.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an attempt to connect may take, 10 ms to 1 min; 2 s unless set.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After so many failed reads in a row the circuit opens, and reads fail at once; 5 unless set, 1 to 1,000.</summary>
    public int BreakAfter { get; init; } = 5;

    /// <summary>How long it stays open before one read is let through to see, 10 ms to 1 min; 500 ms unless set.</summary>
    public TimeSpan BreakFor { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many bytes of writes may wait before writers have to, 64 KiB to 16 GiB; 64 MiB unless set.</summary>
    public long PendingBytesMax { get; init; } = 64L << 20;

    /// <summary>
    /// How long Redis keeps a key beyond its view's ttl, so that expired is told from missing, and how long it keeps the number of a deleted
    /// one, so that an older write can't bring it back; 1 minute to 30 days, 1 day unless set.
    /// </summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(1);
}
