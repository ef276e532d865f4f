namespace SmartKart.FeatureStore.Online;

/// <summary>The online store could not do as asked. The leaves say what a caller may do about it.</summary>
public abstract class OnlineStoreException : FeatureStoreException
{
    private protected OnlineStoreException(string server, string message, Exception? cause = null) : base(message, cause) => Server = server;

    /// <summary>The server that was asked, as <c>host:port</c> or <c>unix:path</c>; of a cluster, one of its nodes.</summary>
    public string Server { get; }
}

/// <summary>There is no connection to Redis, or it was lost, or the circuit is open. The same call may succeed later.</summary>
public sealed class OnlineStoreUnavailableException : OnlineStoreException
{
    internal OnlineStoreUnavailableException(string server, string message, TimeSpan? retryAfter = null, Exception? cause = null)
        : base(server, message, cause) => RetryAfter = retryAfter;

    /// <summary>How long no attempt will be made; null if the next call makes one.</summary>
    public TimeSpan? RetryAfter { get; }
}

/// <summary>Redis did not answer in time. A read may be tried again; a write may or may not have been done, and can be repeated.</summary>
public sealed class OnlineStoreTimeoutException : OnlineStoreException
{
    internal OnlineStoreTimeoutException(string server, TimeSpan timeout, string setting) : base(server,
        $"Redis at {server} did not answer within {timeout.TotalMilliseconds:0} ms. See whether it is overloaded (SLOWLOG GET), or raise " +
        $"{RedisOptions.Section}:{setting}.") => Timeout = timeout;

    /// <summary>How long was waited.</summary>
    public TimeSpan Timeout { get; }
}

/// <summary>Redis has reached its maxmemory and evicts nothing: it answers reads and refuses writes.</summary>
public sealed class OnlineStoreFullException : OnlineStoreException
{
    internal OnlineStoreFullException(string server, string reply) : base(server,
        $"Redis at {server} is out of memory: {reply} Raise its maxmemory, or add nodes; `smartkart features size` forecasts what the views need.") { }
}

/// <summary>The server is a replica, or can't persist and refuses writes for it.</summary>
public sealed class OnlineStoreReadOnlyException : OnlineStoreException
{
    internal OnlineStoreReadOnlyException(string server, string reply) : base(server,
        $"Redis at {server} takes no writes: {reply} Point {RedisOptions.Section}:{nameof(RedisOptions.Connection)} at the primary, or mend what " +
        "the server says.") { }
}

/// <summary>Redis doesn't let this user in, or doesn't let it do this.</summary>
public sealed class OnlineStoreAccessException : OnlineStoreException
{
    internal OnlineStoreAccessException(string server, string reply) : base(server,
        $"Redis at {server} refuses access: {reply} Set user and password in {RedisOptions.Section}:{nameof(RedisOptions.Connection)} (or " +
        $"{RedisOptions.Section}:{nameof(RedisOptions.Password)}), and give the user the rights that " +
        "the online store's README lists.") { }
}

/// <summary>Redis answered with another error, or with what is no answer.</summary>
public sealed class OnlineStoreServerException : OnlineStoreException
{
    internal OnlineStoreServerException(string server, string message, Exception? cause = null) : base(server, message, cause) { }
}
