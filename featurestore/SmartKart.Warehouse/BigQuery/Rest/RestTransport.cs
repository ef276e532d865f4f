using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>
/// Carries requests to BigQuery and answers back. What may pass (<see cref="RetryRules"/>) is asked again after a growing wait, a bounded number
/// of times; a token that is refused is renewed once. Safe to share between threads.
/// </summary>
internal sealed class RestTransport : IDisposable
{
    private readonly BigQueryOptions _options;
    private readonly AccessTokens _tokens;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public RestTransport(BigQueryOptions options, TimeProvider time, Random jitter)
    {
        _options = options;
        _tokens = AccessTokens.From(options);
        _time = time;
        Backoff = new RetryBackoff(options.RetryDelay, options.MaxRetryDelay, jitter);
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip,
            AllowAutoRedirect = false,      // 308 means "go on" in a resumable upload
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };      // each request has its own
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("SmartKart (gzip)");         // Google compresses for agents that say gzip
    }

    public RetryBackoff Backoff { get; }

    /// <summary>Sends a request until it has an answer that stands.</summary>
    /// <returns>A success.</returns>
    /// <exception cref="BigQueryRequestException">It was refused, or the retries are used up.</exception>
    /// <exception cref="BigQueryAccessException">There is no token, or BigQuery takes none of ours.</exception>
    public async Task<RestReply> SendAsync(RestRequest request, CancellationToken cancellation)
    {
        for (var retry = 0; ; retry++)
        {
            var reply = await ExchangeAsync(request, cancellation);
            if (reply.IsSuccess) return reply;
            if (retry == _options.MaxRetries || !MayPass(reply)) throw new BigQueryRequestException(request, reply, retry + 1);
            await Task.Delay(Backoff.Before(retry, reply.RetryAfter), _time, cancellation);
        }
    }

    public static bool MayPass(RestReply reply) => reply.Failure is not null || RetryRules.MayPass(reply.Status, reply.Error);

    /// <summary>Sends a request once, or twice where a token has to be renewed.</summary>
    public async Task<RestReply> ExchangeAsync(RestRequest request, CancellationToken cancellation)
    {
        string? refused = null;
        while (true)
        {
            var token = await _tokens.GetAsync(refused, cancellation);
            var reply = await AttemptAsync(request, token, cancellation);
            if (reply.Status != HttpStatusCode.Unauthorized || reply.Failure is not null) return reply;
            if (refused is not null || !_tokens.MayRenew)
                throw new BigQueryAccessException(
                    $"BigQuery did not {request.Purpose} (project {request.Project}): it refused the access token. {reply.Error?.Message} " +
                    "Check which credentials are used, that they may use BigQuery, and that a fixed AccessToken is not over an hour old.");
            refused = token;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _tokens.Dispose();
    }

    private async Task<RestReply> AttemptAsync(RestRequest request, string? token, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_options.RequestTimeout + request.Hold, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            using var message = new HttpRequestMessage(request.Method, new Uri(_options.BaseUri, request.Path)) { Content = request.Content?.Invoke() };
            if (token is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            foreach (var (name, value) in request.Headers) message.Headers.TryAddWithoutValidation(name, value);
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new RestReply
            {
                Status = response.StatusCode,
                Body = await ReadAsync(request, response, either.Token),
                RetryAfter = RetryAfter(response),
                Location = response.Headers.Location,
                Range = response.Headers.TryGetValues("Range", out var range) ? range.First() : null,
            };
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new RestReply { Failure = new TimeoutException($"It took over {(_options.RequestTimeout + request.Hold).TotalSeconds:0} s.", e) };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new RestReply { Failure = e };
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(RestRequest request, HttpResponseMessage response, CancellationToken cancellation)
    {
        const int Piece = 16 * 1024;
        var body = new ArrayBufferWriter<byte>((int)Math.Min(response.Content.Headers.ContentLength + 1 ?? Piece, _options.MaxResponseBytes));
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        for (int bytes; (bytes = await stream.ReadAsync(body.GetMemory(), cancellation)) > 0;)
        {
            body.Advance(bytes);
            if (body.WrittenCount > _options.MaxResponseBytes)
                throw new WarehouseValueException(
                    $"BigQuery's answer to \"{request.Purpose}\" (project {request.Project}) is longer than {_options.MaxResponseBytes:N0} bytes. " +
                    "Lower PageRows, or raise MaxResponseBytes.");
        }
        return body.WrittenMemory;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } moment } => moment - _time.GetUtcNow(),
        _ => null,
    };
}
