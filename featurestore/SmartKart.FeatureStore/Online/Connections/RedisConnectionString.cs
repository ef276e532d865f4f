using System.Globalization;

namespace SmartKart.FeatureStore.Online.Connections;

/// <summary>
/// Where Redis is and how to get in, as StackExchange.Redis writes it: addresses and <c>name=value</c> settings between commas, such as
/// <c>redis-1:6379,redis-2:6379,user=features,password=…,ssl=true,cluster=true</c>. Immutable.
/// </summary>
internal sealed record RedisConnectionString
{
    private const string Names = "user, password, ssl, sslHost, sslCa, cluster, database";

    /// <summary>At least one: of a cluster, nodes to ask for the others; else the primary and who may become it.</summary>
    public required IReadOnlyList<RedisEndpoint> Endpoints { get; init; }

    /// <summary>The ACL user; null for the default user.</summary>
    public string? User { get; init; }

    /// <summary>The password; null where none is wanted.</summary>
    public string? Password { get; init; }

    /// <summary>Whether to speak TLS.</summary>
    public bool Ssl { get; init; }

    /// <summary>The name in the server's certificate; null for that of the address.</summary>
    public string? SslHost { get; init; }

    /// <summary>A PEM file with the authorities to trust; null trusts the system's.</summary>
    public string? SslCaLocation { get; init; }

    /// <summary>Whether it is a Redis Cluster.</summary>
    public bool IsCluster { get; init; }

    /// <summary>The database's number; 0 in a cluster.</summary>
    public int Database { get; init; }

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong and what to write.</exception>
    public static RedisConnectionString Parse(string text, string? password = null)
    {
        var endpoints = new List<RedisEndpoint>();
        var settings = new RedisConnectionString { Endpoints = endpoints, Password = string.IsNullOrEmpty(password) ? null : password };
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0) settings = settings.With(part[..equals].Trim(), part[(equals + 1)..].Trim());
            else if (RedisEndpoint.TryParse(part, out var endpoint)) endpoints.Add(endpoint);
            else throw new FormatException($"has '{part}', which is no address. Write host:port or unix:path, with commas between several.");
        }
        if (endpoints.Count == 0) throw new FormatException("names no server. Write host:port or unix:path of one.");
        if (settings.User is not null && settings.Password is null) throw new FormatException("has a user and no password. Set both.");
        if (settings.IsCluster && settings.Database != 0) throw new FormatException("names a database, and a cluster has one only. Leave it out.");
        if (settings.SslCaLocation is { } file && !File.Exists(file))
            throw new FormatException($"has sslCa={file}, where there is no file. Name it, or leave it out to trust the system's authorities.");
        return settings;
    }

    /// <summary>For people: without the password.</summary>
    public override string ToString() => string.Join(',', Endpoints);

    private RedisConnectionString With(string name, string value) => name.ToUpperInvariant() switch
    {
        "USER" => this with { User = value },
        "PASSWORD" => this with { Password = value },
        "SSL" => this with { Ssl = Flag(name, value) },
        "SSLHOST" => this with { SslHost = value },
        "SSLCA" => this with { SslCaLocation = value },
        "CLUSTER" => this with { IsCluster = Flag(name, value) },
        "DATABASE" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => this with { Database = number },
        "DATABASE" => throw new FormatException("has a database that is no number. Write database=0 or more."),
        _ => throw new FormatException($"has the unknown setting '{name}'. The settings are {Names}."),
    };

    private static bool Flag(string name, string value) =>
        bool.TryParse(value, out var flag) ? flag : throw new FormatException($"has {name}={value}. Write true or false.");
}
