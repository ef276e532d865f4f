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

    private readonly PrivateRedis? _own;

    private OnlineSession(RedisOptions options, PrivateRedis? own) => (Options, _own) = (options, own);

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
