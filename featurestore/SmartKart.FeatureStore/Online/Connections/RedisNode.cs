using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Connections;

/// <summary>
/// One server and the links to it. A call goes where the fewest wait; so a second link is made only when calls come faster than replies. Redis
/// takes up its connections in turn and gives each a bounded piece of its replies: several have more of it than one. Thread safe.
/// </summary>
internal sealed class RedisNode(
    RedisEndpoint endpoint, RedisConnectionString settings, TimeSpan connectTimeout, TimeProvider time, ILogger log, int links = 1) : IAsyncDisposable
{
    private readonly RedisLink[] _links = [.. Enumerable.Range(0, links).Select(_ => new RedisLink(endpoint, settings, connectTimeout, time, log))];

    /// <summary>Where it is.</summary>
    public RedisEndpoint Endpoint => endpoint;

    /// <summary>The same, for messages.</summary>
    public string Name { get; } = endpoint.ToString();

    /// <summary>Sends commands and awaits their replies, connecting first where there is no connection.</summary>
    /// <exception cref="OnlineStoreException">There is no answer in time, or never will be.</exception>
    public ValueTask<RespReplies> SendAsync(RespCommands commands, in Deadline deadline, CancellationToken cancel)
    {
        var least = _links[0];
        for (var (i, fewest) = (1, least.Waiting); i < _links.Length && fewest > 0; i++)
        {
            if (_links[i].Waiting is var waiting && waiting < fewest) (least, fewest) = (_links[i], waiting);
        }
        return least.SendAsync(commands, deadline, cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var link in _links) await link.DisposeAsync();
    }
}
