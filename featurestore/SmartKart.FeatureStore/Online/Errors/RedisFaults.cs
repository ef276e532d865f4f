namespace SmartKart.FeatureStore.Online;

/// <summary>From what Redis answers to the exception that says what to do about it.</summary>
internal static class RedisFaults
{
    /// <summary>Of an error's line, such as <c>OOM command not allowed …</c>.</summary>
    /// <param name="server">Who answered.</param>
    /// <param name="line">Without the leading minus.</param>
    public static OnlineStoreException Of(string server, string line)
    {
        var reply = line.EndsWith('.') ? line : line + ".";
        return Code(line) switch
        {
            "OOM" => new OnlineStoreFullException(server, reply),
            "READONLY" or "MISCONF" or "NOREPLICAS" => new OnlineStoreReadOnlyException(server, reply),
            "NOAUTH" or "WRONGPASS" or "NOPERM" => new OnlineStoreAccessException(server, reply),
            "ERR" when line.Contains("AUTH", StringComparison.Ordinal) => new OnlineStoreAccessException(server, reply),
            "LOADING" or "MASTERDOWN" or "CLUSTERDOWN" or "TRYAGAIN" or "BUSY" => new OnlineStoreUnavailableException(server,
                $"Redis at {server} can't answer yet: {reply} It will by itself; if it doesn't, look at its log."),
            "MOVED" or "ASK" => new OnlineStoreServerException(server,
                $"Redis at {server} is a node of a cluster: {reply} Add cluster=true to {RedisOptions.Section}:{nameof(RedisOptions.Connection)}."),
            _ => new OnlineStoreServerException(server, $"Redis at {server} answered with an error: {reply} Look it up in the server's documentation or log."),
        };
    }

    /// <summary>Of a connection that ended or could not be made.</summary>
    public static OnlineStoreUnavailableException Unreachable(string server, Exception cause) => new(server,
        $"Redis at {server} can't be reached: {cause.Message.TrimEnd('.')}. See that it runs there, and that " +
        $"{RedisOptions.Section}:{nameof(RedisOptions.Connection)} names it.",
        cause: cause);

    /// <summary>Of a connection that was lost while answers were awaited.</summary>
    public static OnlineStoreUnavailableException Lost(string server, string how, Exception? cause) => new(server,
        $"The connection to Redis at {server} was lost: {how}. It is made again with the next call; if that fails, too, see whether the server runs.",
        cause: cause);

    /// <summary>Of bytes that are no answer.</summary>
    public static OnlineStoreServerException Garbled(string server, FormatException cause) => new(server,
        $"What answers at {server} doesn't speak Redis' protocol: {cause.Message}. See that " +
        $"{RedisOptions.Section}:{nameof(RedisOptions.Connection)} names a Redis, and says ssl=true exactly where the server speaks TLS.", cause);

    /// <summary>The first word of an error's line.</summary>
    public static string Code(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? line : line[..space];
    }
}
