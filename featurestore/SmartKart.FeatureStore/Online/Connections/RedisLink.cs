using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Connections;

/// <summary>
/// A connection to a server, which is made when it is needed and made again when it was lost. Between attempts that fail it waits
/// ever longer, and calls fail at once meanwhile. Thread safe.
/// </summary>
internal sealed class RedisLink(RedisEndpoint endpoint, RedisConnectionString settings, TimeSpan connectTimeout, TimeProvider time, ILogger log)
    : IAsyncDisposable
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(2);

    private int _unconnected;                       // calls that wait for the connection
    private readonly Lock _gate = new();            // guards what follows
    private RedisConnection? _connection;
    private Task<RedisConnection>? _connecting;
    private OnlineStoreException? _lastFault;
    private int _failures;
    private long _failedAt;
    private bool _isDisposed;

    /// <summary>Calls that wait for replies, or for the connection.</summary>
    public int Waiting => Volatile.Read(ref _unconnected) + (Volatile.Read(ref _connection)?.Waiting ?? 0);

    /// <summary>Where it leads, for messages.</summary>
    private string Name { get; } = endpoint.ToString();

    /// <summary>Sends commands and awaits their replies, connecting first where there is no connection.</summary>
    /// <exception cref="OnlineStoreException">There is no answer in time, or never will be.</exception>
    public ValueTask<RespReplies> SendAsync(RespCommands commands, in Deadline deadline, CancellationToken cancel)
    {
        var connection = Volatile.Read(ref _connection);
        return connection is { IsOpen: true } ? connection.SendAsync(commands, deadline, cancel) : ConnectAndSendAsync(commands, deadline, cancel);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task<RedisConnection>? connecting;
        lock (_gate) (_isDisposed, connecting) = (true, _connecting);
        if (connecting is not null) await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_connection is not null) await _connection.DisposeAsync();
    }

    private async ValueTask<RespReplies> ConnectAndSendAsync(RespCommands commands, Deadline deadline, CancellationToken cancel)
    {
        RedisConnection connection;
        Interlocked.Increment(ref _unconnected);
        try
        {
            connection = await ConnectingAsync().WaitAsync(deadline.Left > TimeSpan.Zero ? deadline.Left : TimeSpan.Zero, time, cancel);
        }
        catch (TimeoutException)
        {
            throw deadline.Passed(Name);
        }
        finally
        {
            Interlocked.Decrement(ref _unconnected);
        }
        return await connection.SendAsync(commands, deadline, cancel);
    }

    // One attempt serves all who ask meanwhile.
    private Task<RedisConnection> ConnectingAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_connection is { IsOpen: true } open) return Task.FromResult(open);
            if (_connecting is { IsCompleted: false } underway) return underway;
            var left = BackoffLeft();
            if (left > TimeSpan.Zero)
            {
                var last = _lastFault!;      // there is none before the first failure
                return Task.FromException<RedisConnection>(new OnlineStoreUnavailableException(Name,
                    $"{last.Message} The next attempt is in {left.TotalMilliseconds:0} ms.", left, last));
            }
            return _connecting = ConnectAsync(_connection);
        }
    }

    private TimeSpan BackoffLeft()
    {
        if (_failures == 0) return TimeSpan.Zero;
        var backoff = Math.Min(LongestBackoff.TotalMilliseconds, FirstBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(_failures - 1, 20)));
        return TimeSpan.FromMilliseconds(backoff) - time.GetElapsedTime(_failedAt);
    }

    private async Task<RedisConnection> ConnectAsync(RedisConnection? lost)
    {
        // The caller holds the gate: nothing of this may run under it.
        await Task.Yield();
        if (lost is not null) await lost.DisposeAsync();
        try
        {
            var connection = await OpenAsync();
            lock (_gate) (_connection, _failures) = (connection, 0);
            OnlineMetrics.Connections.Add(1);
            Log.Connected(log, Name);
            return connection;
        }
        catch (OnlineStoreException fault)
        {
            lock (_gate)
            {
                (_lastFault, _failedAt) = (fault, time.GetTimestamp());
                _failures++;
            }
            Log.ConnectingFailed(log, Name, fault.Message);
            throw;
        }
    }

    private async Task<RedisConnection> OpenAsync()
    {
        var deadline = new Deadline(time, connectTimeout, nameof(RedisOptions.ConnectTimeout));
        using var tooLong = new CancellationTokenSource(connectTimeout, time);
        RedisConnection connection;
        try
        {
            connection = new RedisConnection(Name, await RedisTransport.OpenAsync(endpoint, settings, tooLong.Token), time);
        }
        catch (OperationCanceledException)
        {
            throw deadline.Passed(Name);
        }
        catch (Exception fault) when (fault is SocketException or IOException or AuthenticationException)
        {
            throw RedisFaults.Unreachable(Name, fault);
        }
        try
        {
            await GreetAsync(connection, deadline);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // PING last: it tells a server that is still loading, or that wants a password where none is set, before the first caller does.
    private async Task GreetAsync(RedisConnection connection, Deadline deadline)
    {
        var commands = new RespCommands();
        if (settings.Password is { } password)
        {
            if (settings.User is { } user) commands.Append("AUTH", user, password);
            else commands.Append("AUTH", password);
        }
        commands.Append("PING");
        if (settings.Database != 0) commands.Append("SELECT", settings.Database.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var replies = await connection.SendAsync(commands, deadline, CancellationToken.None);
        var reader = replies.Reader;
        for (var i = 0; i < commands.Count; i++)
        {
            if (reader.Read() == RespKind.Error) throw RedisFaults.Of(Name, reader.Text);
        }
    }
}
