using System.Buffers;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using SmartKart.Broker.Handlers;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Security;
using SmartKart.Broker.Telemetry;

namespace SmartKart.Broker.Network;

/// <summary>
/// One client's connection. Its requests are handled one after another and answered in their order, as Kafka does, except that
/// produce requests wait for the disk together. Hot path: per request.
/// </summary>
internal sealed class ClientConnection : IClient, IAsyncDisposable
{
    private readonly ConnectionContext _connection;
    private readonly Listener _listener;
    private readonly RequestRouter _router;
    private readonly BrokerMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource _ended;
    private readonly RequestReader _requests;
    private readonly ResponseSender _responses;
    private readonly PendingResponses _pending;
    private long _lastRequest;
    private long _receivingSince;
    private long _sendingSince;
    private volatile bool _isServing;
    private string? _closeReason;

    public ClientConnection(ConnectionContext connection, Listener listener, ConnectionServices services, CancellationToken stopping)
    {
        (_connection, _listener, _router, _metrics, _time, _log) = (connection, listener, services.Router, services.Metrics, services.Time, services.Log);
        _stopping = stopping;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, stopping);
        _requests = new RequestReader(connection.Transport.Input, services.Limits, services.Memory, Receiving);
        _responses = new ResponseSender(connection.Transport.Output, _metrics.Sent, Sending);
        _pending = new PendingResponses(services.Limits.MaxPendingProduces, SendAsync);
        _lastRequest = _time.GetTimestamp();
        Authentication = listener.Security.Authenticate(connection);
        if (Authentication.Principal != Authentication.Anonymous) SecurityLog.Authenticated(_log, Name, Authentication.Principal);
        Host = "/" + ((connection.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "unknown");
    }

    public string Host { get; }

    public DnsEndPoint Advertised => _listener.Advertised();

    public Authentication Authentication { get; }

    /// <summary>Who it is in a log: address, port and listener.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{_connection.RemoteEndPoint} ({_listener.Name})");

    /// <summary>How long the client has been silent.</summary>
    public TimeSpan Silent => _time.GetElapsedTime(Volatile.Read(ref _lastRequest));

    /// <summary>Whether no request of it is being handled: a long poll is no silence.</summary>
    public bool IsIdle => !_isServing;

    /// <summary>How long a request has been half here; zero where none is.</summary>
    public TimeSpan Receives => Volatile.Read(ref _receivingSince) is var since and not 0 ? _time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>For how long it has not read what it was sent; zero where nothing waits for that.</summary>
    public TimeSpan SendStalls => Volatile.Read(ref _sendingSince) is var since and not 0 ? _time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Closes it, from any thread, for a reason that goes into the log.</summary>
    public void Close(string reason)
    {
        if (Interlocked.CompareExchange(ref _closeReason, reason, null) is not null) return;
        Log.ConnectionRefused(_log, Name, reason);
        _connection.Abort(new ConnectionAbortedException(reason));
    }

    /// <summary>Serves the client until it leaves, errs, or the broker stops.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await _requests.ReadAsync(Authentication, _stopping, _ended.Token) is { } request)
            {
                _isServing = true;
                using (request)
                    if (!await TakeAsync(request.Memory)) break;
                Volatile.Write(ref _lastRequest, _time.GetTimestamp());
                _isServing = false;
            }
        }
        catch (Exception fault) when (fault is BadFrameException or ProtocolException or RefusedWithoutAnswerException)
        {
            Close(fault.Message);
        }
        catch (Exception) when (_ended.IsCancellationRequested || _closeReason is not null)
        {
            // The client has gone, or was sent away: whatever failed did so for that reason.
        }
        catch (Exception fault) when (fault is IOException or ConnectionResetException)
        {
            Log.ConnectionLost(_log, Name, fault.Message);
        }
        catch (Exception fault)
        {
            Log.RequestFailed(_log, Name, fault);
            Close("a request of it failed in a way that the protocol has no word for");
        }
    }

    /// <summary>Ends what waits for this client, and waits until nothing does.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _pending.DisposeAsync();
        _ended.Dispose();
    }

    /// <returns>False where the connection must close.</returns>
    private async ValueTask<bool> TakeAsync(Memory<byte> request)
    {
        if (Authentication.IsComplete) return await ServeAsync(request);
        var goesOn = Authentication.TakesBareTokens ? await TakeTokenAsync(request) : await ServeAsync(request);
        if (Authentication.IsComplete) SecurityLog.Authenticated(_log, Name, Authentication.Principal);
        if (Authentication.Failure is not { } failure) return goesOn;
        // Closed in good order and not aborted: the client is to read why.
        SecurityLog.AuthenticationFailed(_log, Name, failure);
        return false;
    }

    private async ValueTask<bool> TakeTokenAsync(Memory<byte> token)
    {
        var (error, reply) = await Authentication.NextAsync(token, _ended.Token);
        // A client of that age is told of a failure by closing the connection, and no other way.
        return error == ErrorCode.None && await _responses.SendTokenAsync(reply, _ended.Token);
    }

    private async ValueTask<bool> ServeAsync(Memory<byte> request)
    {
        var started = _time.GetTimestamp();
        _metrics.Received(request.Length);
        var header = RequestFrame.ReadHeader(new ReadOnlySequence<byte>(request), out var body);
        if (RequestRouter.Refusal(header, Authentication) is { } refusal)
        {
            Close(refusal);
            return false;
        }
        var api = MessageCatalog.Get((ApiKey)header.RequestApiKey);
        var context = new RequestContext { Api = api, Version = api.Speaks(header.RequestApiVersion) ? header.RequestApiVersion : api.MinVersion, ClientId = header.ClientId, Client = this, Cancellation = _ended.Token };
        if (api.Key != ApiKey.Produce) await _pending.DrainAsync();
        var response = new PendingResponse(context, header.CorrelationId, _router.HandleAsync(header, body, context), started);
        if (api.Key == ApiKey.Produce && !response.Answer.IsCompletedSuccessfully)
        {
            await _pending.AddAsync(response, _ended.Token);
            return true;
        }
        await _pending.DrainAsync();
        await SendAsync(response);
        return true;
    }

    private async ValueTask SendAsync(PendingResponse pending)
    {
        try
        {
            if (await pending.Answer is not { } response) return;
            var context = pending.Context;
            await _responses.SendAsync(response, context.Api, context.Version, pending.CorrelationId, _ended.Token);
            _metrics.Answered(context.Api.Key, _time.GetElapsedTime(pending.Started));
        }
        finally
        {
            pending.Context.Release();
        }
    }

    private void Sending(bool sending) => Volatile.Write(ref _sendingSince, sending ? _time.GetTimestamp() : 0);

    private void Receiving(bool receiving)
    {
        if (!receiving) Volatile.Write(ref _receivingSince, 0);
        else if (_receivingSince == 0) Volatile.Write(ref _receivingSince, _time.GetTimestamp());
    }
}
