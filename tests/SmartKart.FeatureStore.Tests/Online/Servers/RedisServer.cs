using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Protocol;
using SmartKart.FeatureStore.Online.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace SmartKart.FeatureStore.Tests.Online.Servers;

/// <summary>A real redis-server of a test's own, in a folder that goes with it.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder;
    private readonly string[] _arguments;

    private RedisServer(DirectoryInfo folder, PrivateRedis process, string[] arguments) => (_folder, Process, _arguments) = (folder, process, arguments);

    /// <summary>The process.</summary>
    public PrivateRedis Process { get; private set; }

    /// <summary>Options that lead there, over TCP, so that the port is what counts.</summary>
    public RedisOptions Options => new() { Connection = $"127.0.0.1:{Process.Port}", ReadTimeout = TimeSpan.FromSeconds(5) };

    public static void SkipUnlessInstalled() => Assert.SkipUnless(PrivateRedis.IsInstalled, "redis-server is not installed; apt-get install redis-server");

    /// <summary>Starts one, with settings of <c>redis-server</c>. Without one installed the test is skipped.</summary>
    public static async Task<RedisServer> StartAsync(params string[] arguments)
    {
        SkipUnlessInstalled();
        var folder = Directory.CreateTempSubdirectory("smartkart-redis-");
        return new RedisServer(folder, await PrivateRedis.StartAsync(folder.FullName, 0, arguments, TestContext.Current.CancellationToken), arguments);
    }

    /// <summary>Stops it, and starts it again where it was, on what it has saved.</summary>
    public async Task RestartAsync(Func<Task>? meanwhile = null)
    {
        var port = Process.Port;
        await Process.DisposeAsync();
        if (meanwhile is not null) await meanwhile();
        Process = await PrivateRedis.StartAsync(_folder.FullName, port, _arguments, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a command, as an operator would.</summary>
    /// <returns>The reply as text: of an array, its items in lines.</returns>
    public Task<string> AskAsync(params string[] command) => AskAsync(Process.Connection, command);

    /// <summary>The same, of any server.</summary>
    public static async Task<string> AskAsync(string connection, params string[] command)
    {
        var settings = RedisConnectionString.Parse(connection);
        await using var node = new RedisNode(settings.Endpoints[0], settings, Patience, TimeProvider.System, NullLogger.Instance);
        using var replies = await node.SendAsync(
            new RespCommands().Append(command), new Deadline(TimeProvider.System, Patience, "-"), TestContext.Current.CancellationToken);
        var reader = replies.Reader;
        var lines = new List<string>();
        for (long left = 1; left > 0; left--)
        {
            var kind = reader.Read();
            if (kind == RespKind.Array) left += reader.Number;
            else lines.Add(kind == RespKind.Error ? "-" + reader.Text : kind == RespKind.Null ? "(nil)" : reader.Text);
        }
        return string.Join('\n', lines);
    }

    /// <summary>Stops the process where it stands, as a machine does that swaps (SIGSTOP), or lets it go on (SIGCONT).</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{Process.ProcessId}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        kill.ExitCode.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
