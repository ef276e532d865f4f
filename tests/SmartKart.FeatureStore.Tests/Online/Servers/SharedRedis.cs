using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Server;

namespace SmartKart.FeatureStore.Tests.Online.Servers;

/// <summary>One redis-server for the tests that leave it as it is; each has a key prefix of its own.</summary>
public sealed class SharedRedis : IAsyncLifetime
{
    private RedisServer? _server;
    private int _tests;

    internal RedisServer Server => _server!;      // set before the first test

    /// <summary>Options with a prefix that no other test has.</summary>
    internal RedisOptions NewOptions()
    {
        RedisServer.SkipUnlessInstalled();
        return Server.Options with { KeyPrefix = $"test{Interlocked.Increment(ref _tests)}" };
    }

    public async ValueTask InitializeAsync()
    {
        if (PrivateRedis.IsInstalled) _server = await RedisServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
