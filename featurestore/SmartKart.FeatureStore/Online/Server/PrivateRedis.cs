using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Server;

/// <summary>
/// A <c>redis-server</c> of this program's own, for one machine and for tests: on loopback and a Unix socket, with its data under one
/// directory. It saves what it has when it is stopped, and begins with that again. Should this program be killed, it is told to stop all the same.
/// </summary>
public sealed class PrivateRedis : IAsyncDisposable
{
    private const string Program = "redis-server";
    private const string SocketName = "redis.sock";

    // The longest path of a Unix socket on Linux, less its final zero (sockaddr_un).
    private const int SocketPathMax = 107;

    // Up to here a hash is one run of bytes, which is what makes an entity small. By the names of before Redis 7, which knows them still.
    private static readonly string[] SmallHashes = ["--hash-max-ziplist-entries", "64", "--hash-max-ziplist-value", "8192"];

    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);

    // The shell becomes the server. Beside it waits one that reads what nobody writes: when the program that holds the other end has gone, however it
    // went, the read ends and the server, if it is still there under its number, is told to stop. Its output is closed, or the program would wait for it.
    private const string EndsWithItsProgram = """
        exec 3<&0 </dev/null
        { cat <&3; read -r name </proc/$$/comm && [ "$name" = redis-server ] && kill -TERM $$; } >/dev/null 2>&1 &
        exec 3<&- "$@"
        """;

    private readonly Process _process;
    private readonly OutputTail _said;

    private PrivateRedis(Process process, OutputTail said, int port, string directory, string? socket)
    {
        (_process, _said, Port, Directory) = (process, said, port, directory);
        Connection = socket is null ? $"127.0.0.1:{port}" : $"unix:{socket}";
    }

    /// <summary>What to set <see cref="RedisOptions.Connection"/> to: the Unix socket, or loopback where its path would be too long.</summary>
    public string Connection { get; }

    /// <summary>The port on loopback.</summary>
    public int Port { get; }

    /// <summary>Where its data lies.</summary>
    public string Directory { get; }

    /// <summary>The process' number.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Whether redis-server is installed.</summary>
    public static bool IsInstalled =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="directory">Where its data lies; made if it isn't there.</param>
    /// <param name="port">A port on loopback, or 0 for a free one.</param>
    /// <param name="arguments">More settings, as <c>redis-server</c> takes them: <c>--maxmemory 64mb</c>. They win over those given here.</param>
    /// <param name="cancel">Stops waiting, and the server.</param>
    /// <exception cref="OnlineStoreUnavailableException">It is not installed, or didn't start; the message has what it said.</exception>
    public static async Task<PrivateRedis> StartAsync(string directory, int port = 0, IEnumerable<string>? arguments = null, CancellationToken cancel = default)
    {
        var folder = System.IO.Directory.CreateDirectory(directory).FullName;
        var chosen = port == 0 ? FreePort() : port;
        var socket = Path.Combine(folder, SocketName) is { Length: <= SocketPathMax } path ? path : null;
        // A second server would take the socket's name from the first, and both would write one directory.
        if (socket is not null && await IsAnsweringAsync($"unix:{socket}", cancel))
            throw new OnlineStoreUnavailableException($"unix:{socket}",
                $"A redis-server already runs in {folder}. Use it (unix:{socket}), or stop it (redis-cli -s {socket} shutdown).");
        var said = new OutputTail();
        var process = Begin(folder, chosen, socket, arguments ?? [], said);
        var server = new PrivateRedis(process, said, chosen, folder, socket);
        try
        {
            await server.AnsweringAsync(cancel);
            return server;
        }
        catch
        {
            await server.KillAsync();
            throw;
        }
    }

    /// <summary>The server that runs over a directory already: what to connect to; null if there is none.</summary>
    /// <param name="directory">Where its data lies.</param>
    /// <param name="cancel">Stops looking.</param>
    public static async Task<string?> FindAsync(string directory, CancellationToken cancel = default)
    {
        var socket = Path.Combine(Path.GetFullPath(directory), SocketName);
        var connection = $"unix:{socket}";
        return File.Exists(socket) && await IsAnsweringAsync(connection, cancel) ? connection : null;
    }

    /// <summary>Ends when the server has, whoever stopped it.</summary>
    public Task ExitedAsync(CancellationToken cancel = default) => _process.WaitForExitAsync(cancel);

    /// <summary>Stops it: it saves what it has first. Killed if that takes longer than half a minute.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // SIGTERM is Redis' SHUTDOWN; .NET itself can only kill.
            var terminate = new ProcessStartInfo("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var kill = Process.Start(terminate)!;      // never null without a shell
            await kill.WaitForExitAsync();
            using var tooLong = new CancellationTokenSource(StopWithin);
            try
            {
                await _process.WaitForExitAsync(tooLong.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }
        _process.Dispose();
    }

    private async Task KillAsync()
    {
        if (_process.HasExited) return;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    private static Process Begin(string folder, int port, string? socket, IEnumerable<string> more, OutputTail said)
    {
        if (!IsInstalled)
            throw new OnlineStoreUnavailableException(Program,
                $"{Program} is not installed. Install it (apt-get install redis-server), or set " +
                $"{RedisOptions.Section}:{nameof(RedisOptions.Connection)} to a Redis that runs.");
        // A session of its own: Ctrl-C on a terminal would stop the server along with the program, which still has writes to flush.
        var start = new ProcessStartInfo("setsid") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        string[] arguments =
        [
            "sh", "-c", EndsWithItsProgram, "sh", Program, "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder, "--daemonize", "no",
            .. socket is null ? [] : new[] { "--unixsocket", socket, "--unixsocketperm", "700" },
            .. SmallHashes, "--save", "3600 1", "--stop-writes-on-bgsave-error", "no", "--logfile", "", .. more,
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;      // never null without a shell
        said.Follow(process);
        return process;
    }

    // It answers PING once its data is loaded; a password or a certificate that it asks for is an answer, too.
    private async Task AnsweringAsync(CancellationToken cancel)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (_process.HasExited)
            {
                await _process.WaitForExitAsync(cancel);        // until all that it said was read
                throw NotStarted($"ended with {_process.ExitCode}");
            }
            if (TimeProvider.System.GetElapsedTime(began) > StartWithin) throw NotStarted($"didn't answer within {StartWithin.TotalSeconds:0} s");
            if (await IsAnsweringAsync(Connection, cancel)) return;
            await Task.Delay(LookEvery, cancel);
        }
    }

    private static async Task<bool> IsAnsweringAsync(string connection, CancellationToken cancel)
    {
        var settings = RedisConnectionString.Parse(connection);
        await using var node = new RedisNode(settings.Endpoints[0], settings, StartWithin, TimeProvider.System, NullLogger.Instance);
        try
        {
            using var replies = await node.SendAsync(
                new RespCommands().Append("PING"), new Deadline(TimeProvider.System, StartWithin, nameof(RedisOptions.ConnectTimeout)), cancel);
            return true;
        }
        catch (OnlineStoreUnavailableException)
        {
            return false;       // not yet: nobody listens, or it is loading
        }
        catch (OnlineStoreAccessException)
        {
            return true;
        }
    }

    private OnlineStoreUnavailableException NotStarted(string how) => new(Connection,
        $"{Program} in {Directory} {how}. It said: {_said}{Environment.NewLine}See whether another runs on port {Port} or in that directory.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
