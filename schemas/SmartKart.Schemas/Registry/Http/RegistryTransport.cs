using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace SmartKart.Schemas.Registry;

/// <summary>
/// Carries a request to a registry and its answer back. The addresses are tried in turn, beginning with the one that answered last; when
/// none gave an answer it waits and tries them all again, a bounded number of times. What the registry refuses is not asked again.
/// Safe to share between threads.
/// </summary>
internal sealed class RegistryTransport : IDisposable
{
    private const string MediaType = "application/vnd.schemaregistry.v1+json";

    private readonly SchemaRegistryOptions _options;
    private readonly TimeProvider _time;
    private readonly RetryBackoff _backoff;
    private readonly HttpClient _http;
    private readonly Uri[] _urls;
    private int _answeredLast;      // an index of _urls; a stale one costs one failed try

    public RegistryTransport(SchemaRegistryOptions options, TimeProvider time, Random jitter)
    {
        _options = options;
        _time = time;
        _backoff = new RetryBackoff(options.RetryDelay, options.MaxRetryDelay, jitter);
        // Without its last slash an address would lose the last part of its path to the path below it.
        _urls = [.. options.Urls.Select(url => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/"))];
        _http = new HttpClient(RegistryTls.Handler(options)) { Timeout = Timeout.InfiniteTimeSpan };      // each request has its own
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        _http.DefaultRequestHeaders.Authorization = Credentials(options);
    }

    public async Task<RegistryAnswer> SendAsync(RegistryRequest request, CancellationToken cancellation)
    {
        for (var retry = 0; ; retry++)
        {
            var (answer, failure, retryAfter) = await TryEachAddressAsync(request, cancellation);
            if (answer is not null) return answer;
            if (retry == _options.MaxRetries || _backoff.Before(retry, retryAfter) is not { } wait)
                throw failure!;      // no answer: a failure
            await Task.Delay(wait, _time, cancellation);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Attempt> TryEachAddressAsync(RegistryRequest request, CancellationToken cancellation)
    {
        var begin = Volatile.Read(ref _answeredLast);
        Attempt attempt = default;
        for (var i = 0; i < _urls.Length; i++)
        {
            var at = (begin + i) % _urls.Length;
            attempt = await TryAsync(request, _urls[at], cancellation);
            if (attempt.Answer is not null) Volatile.Write(ref _answeredLast, at);
            // A limit on requests is the whole registry's: the next address would only be asked too often as well.
            if (attempt.Answer is not null || attempt.Failure?.StatusCode == HttpStatusCode.TooManyRequests) break;
        }
        return attempt;
    }

    private async Task<Attempt> TryAsync(RegistryRequest request, Uri registry, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            using var message = Message(request, registry);
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await ReadAsync(request, registry, response, either.Token);
            if (response.IsSuccessStatusCode) return new Attempt(RegistryAnswer.Parse(request, registry, body), null, null);
            var refusal = RegistryFault.Refused(request, registry, response.StatusCode, body);
            return RegistryFault.MayPass(response.StatusCode) ? new Attempt(null, refusal, RetryAfter(response)) : throw refusal;
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new Attempt(null, RegistryFault.TooSlow(request, registry, _options.RequestTimeout, e), null);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException)
        {
            throw RegistryFault.NotSecure(request, registry, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Attempt(null, RegistryFault.Unreachable(request, registry, e), null);
        }
    }

    private static HttpRequestMessage Message(RegistryRequest request, Uri registry)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(registry, request.Path));
        if (request.Body is not null)
            message.Content = new ByteArrayContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue(MediaType) } };
        return message;
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(
        RegistryRequest request, Uri registry, HttpResponseMessage response, CancellationToken cancellation)
    {
        const int Piece = 4096;
        var body = new ArrayBufferWriter<byte>(Piece);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        for (int bytes; (bytes = await stream.ReadAsync(body.GetMemory(Piece), cancellation)) > 0;)
        {
            body.Advance(bytes);
            if (body.WrittenCount > _options.MaxResponseBytes)
                throw RegistryFault.TooLong(request, registry, response.StatusCode, _options.MaxResponseBytes);
        }
        return body.WrittenMemory;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } moment } => moment - _time.GetUtcNow(),
        _ => null,
    };

    private static AuthenticationHeaderValue? Credentials(SchemaRegistryOptions options) => options switch
    {
        { User: { } user } => new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{options.Password}"))),
        { BearerToken: { } token } => new("Bearer", token),
        _ => null,
    };

    /// <summary>An answer, or why there is none and how long the registry asks us to wait.</summary>
    private readonly record struct Attempt(RegistryAnswer? Answer, SchemaRegistryException? Failure, TimeSpan? RetryAfter);
}
