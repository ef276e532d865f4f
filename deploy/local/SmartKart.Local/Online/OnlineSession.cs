using Microsoft.Extensions.Configuration;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.Local.Clusters;

namespace SmartKart.Local.Online;

/// <summary>
/// The Redis that a command works on: the one that the configuration names; else the one that runs over the data directory already; else one of the
/// session's own, which keeps its data there and ends with it.
/// </summary>
internal sealed class OnlineSession : IAsyncDisposable
{
    private const string Folder = "redis";

    private PrivateRedis? _own;

    private OnlineSession(RedisOptions options, PrivateRedis? own) => (Options, _own) = (options, own);

    /// <summary>The server that ends with the session; null where it uses another's.</summary>
    public int? OwnProcessId => _own?.ProcessId;

    /// <summary>What stores and writers are opened with.</summary>
    public RedisOptions Options { get; }

    /// <param name="configuration">The command's configuration.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="CommandException">The section can't be used, or no Redis is named and none can be started.</exception>
    public static async Task<OnlineSession> OpenAsync(IConfiguration configuration, CancellationToken cancellation)
    {
        var options = Read(configuration);
        if (!string.IsNullOrWhiteSpace(options.Connection)) return new OnlineSession(options, own: null);
        var folder = Path.Combine(BrokerSection.DataDirectory(configuration), Folder);
        try
        {
            if (await PrivateRedis.FindAsync(folder, cancellation) is { } running) return new OnlineSession(options with { Connection = running }, own: null);
            var own = await PrivateRedis.StartAsync(folder, cancel: cancellation);
            return new OnlineSession(options with { Connection = own.Connection }, own);
        }
        catch (OnlineStoreException fault)
        {
            throw new CommandException(fault.Message, fault);
        }
    }

    /// <summary>Starts the session's own server again whenever it ends, at the same address: what it lacks then is written again by those who wrote it.</summary>
    /// <param name="say">Tells of it.</param>
    /// <param name="stop">Ends the watch; before the session is disposed of.</param>
    /// <exception cref="CommandException">It can't be started again.</exception>
    public async Task KeepAsync(Action<string> say, CancellationToken stop)
    {
        while (_own is { } server)
        {
            await server.ExitedAsync(stop);
            say($"redis-server (process {server.ProcessId}) has ended, and is started again");
            _own = null;
            await server.DisposeAsync();
            try
            {
                _own = await PrivateRedis.StartAsync(server.Directory, server.Port, cancel: stop);
            }
            catch (OnlineStoreException fault)
            {
                throw new CommandException(fault.Message, fault);
            }
        }
    }

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static RedisOptions Read(IConfiguration configuration)
    {
        try
        {
            return configuration.GetSection(RedisOptions.Section).Get<RedisOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new RedisOptions();
        }
        catch (InvalidOperationException fault)
        {
            throw new CommandException(
                $"The section {RedisOptions.Section} of the configuration cannot be used: {fault.Message} Mend or remove that key.", fault);
        }
    }
}
