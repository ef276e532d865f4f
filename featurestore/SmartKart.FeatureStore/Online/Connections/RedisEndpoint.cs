namespace SmartKart.FeatureStore.Online.Connections;

/// <summary>Where a Redis listens: a host and a port, or a Unix socket.</summary>
/// <param name="Host">A name or an address; of a Unix socket, its path.</param>
/// <param name="Port">0 of a Unix socket.</param>
internal readonly record struct RedisEndpoint(string Host, int Port)
{
    /// <summary>Redis' own.</summary>
    public const int DefaultPort = 6379;

    private const string UnixPrefix = "unix:";

    /// <summary>Whether it is a Unix socket.</summary>
    public bool IsUnix => Port == 0;

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>[address]:port</c> or <c>unix:path</c>.</summary>
    public static bool TryParse(string text, out RedisEndpoint endpoint)
    {
        endpoint = default;
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            endpoint = new RedisEndpoint(text[UnixPrefix.Length..], 0);
            return endpoint.Host.Length > 0;
        }
        if (!Uri.TryCreate("redis://" + text, UriKind.Absolute, out var parsed) || parsed.Host.Length == 0) return false;
        if (parsed.AbsolutePath is not ("" or "/") || parsed.UserInfo.Length > 0 || parsed.Port == 0) return false;
        endpoint = new RedisEndpoint(parsed.Host.Trim('[', ']'), parsed.Port < 0 ? DefaultPort : parsed.Port);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        IsUnix ? UnixPrefix + Host : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
