using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartKart.Scoring.Registry;

/// <summary>
/// An MLflow tracking server, asked by its REST API (<c>mlflow.org/docs/latest/rest-api.html</c>): JSON under <c>api/2.0/mlflow/</c>, files under
/// <c>api/2.0/mlflow-artifacts/artifacts/</c>, which the server passes on to where it keeps them. What may pass is asked again after a growing wait, a bounded
/// number of times. Thread safe.
/// </summary>
public sealed class TrackingServer : IDisposable
{
    private const int AnswerBytesMax = 64 << 20, BufferBytes = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        // In protobuf's JSON 64-bit numbers are text, and so are NaN and infinities.
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,        // an answer that lacks what it must have isn't MLflow's
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly MlflowOptions _options;
    private readonly HttpClient _http;
    private readonly AuthenticationHeaderValue? _credentials;

    /// <exception cref="RegistryException">The options name no server, or a value is none of its key's.</exception>
    public TrackingServer(MlflowOptions options)
    {
        options.Check();
        _options = options;
        Address = new Uri(options.TrackingUri!.AbsoluteUri.TrimEnd('/') + "/");       // checked
        _credentials = options switch
        {
            { Token: { } token } => new AuthenticationHeaderValue("Bearer", token),
            { Username: { } user } => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password}"))),
            _ => null,
        };
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })       // a redirect is a login page, or another address to name
        {
            Timeout = Timeout.InfiniteTimeSpan,     // each request has its own
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
    }

    /// <summary>Where it is, with a slash at its end.</summary>
    public Uri Address { get; }

    /// <summary>Asks for something.</summary>
    /// <param name="method">Below <c>api/2.0/mlflow/</c>, such as <c>runs/get</c>.</param>
    /// <param name="purpose">What is to be done, for errors: a verb and its object.</param>
    /// <param name="query">Names with values, which are escaped here.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="TrackingServerException">There is no answer, or it is a refusal.</exception>
    public T Get<T>(string method, string purpose, IEnumerable<(string Name, string Value)> query, CancellationToken cancel) =>
        Read<T>(Send(() => Message(HttpMethod.Get, Api(method, query), null), purpose, isRepeatable: true, cancel), purpose);

    /// <summary>Sends something.</summary>
    /// <param name="method">Below <c>api/2.0/mlflow/</c>.</param>
    /// <param name="purpose">What is to be done, for errors: a verb and its object.</param>
    /// <param name="body">Its properties become snake_case.</param>
    /// <param name="isRepeatable">Whether doing it twice is the same as once: if not, a lost answer isn't asked for again.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="TrackingServerException">There is no answer, or it is a refusal.</exception>
    public T Post<T>(string method, string purpose, object body, bool isRepeatable, CancellationToken cancel) =>
        Read<T>(Send(() => Message(HttpMethod.Post, Api(method, []), body), purpose, isRepeatable, cancel), purpose);

    /// <summary>Takes something away; MLflow reads what from a body.</summary>
    /// <exception cref="TrackingServerException">There is no answer, or it is a refusal.</exception>
    internal void Delete(string method, string purpose, object body, CancellationToken cancel) =>
        Send(() => Message(HttpMethod.Delete, Api(method, []), body), purpose, isRepeatable: true, cancel);

    /// <summary>Puts a file among the artifacts.</summary>
    /// <param name="file">On this machine.</param>
    /// <param name="artifact">The server's URI for it: <c>mlflow-artifacts:/…</c>.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="TrackingServerException">There is no answer, or it is a refusal.</exception>
    /// <exception cref="RegistryException">The server doesn't serve that artifact itself.</exception>
    public void Upload(string file, string artifact, CancellationToken cancel)
    {
        var address = ArtifactUri.Resolve(Address, artifact);
        HttpRequestMessage Message()
        {
            var content = new StreamContent(File.OpenRead(file), BufferBytes);      // opened again for each attempt, closed with its message
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            return new HttpRequestMessage(HttpMethod.Put, address) { Content = content };
        }
        Send(Message, $"store {artifact}", isRepeatable: true, cancel, _options.TransferTimeout);
    }

    /// <summary>Copies an artifact into a file, which is overwritten.</summary>
    /// <exception cref="TrackingServerException">There is no answer, or it is a refusal.</exception>
    /// <exception cref="RegistryException">The server doesn't serve that artifact itself.</exception>
    internal void Download(string artifact, string file, CancellationToken cancel)
    {
        var address = ArtifactUri.Resolve(Address, artifact);
        Send(() => Message(HttpMethod.Get, address, null), $"give {artifact}", isRepeatable: true, cancel, _options.TransferTimeout, file);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Message(HttpMethod method, Uri address, object? body)
    {
        var message = new HttpRequestMessage(method, address);
        if (body is null) return message;
        message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Json));
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return message;
    }

    private Uri Api(string method, IEnumerable<(string Name, string Value)> query)
    {
        var parts = string.Join('&', query.Select(each => $"{each.Name}={Uri.EscapeDataString(each.Value)}"));
        return new Uri(Address, $"api/2.0/mlflow/{method}{(parts.Length > 0 ? "?" : "")}{parts}");
    }

    private T Read<T>(TrackingReply reply, string purpose)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(reply.Body, Json) ?? throw new JsonException("it is null");
        }
        catch (JsonException fault)
        {
            throw new TrackingServerException(Address, purpose, reply with { Failure = fault }, 1);
        }
    }

    private TrackingReply Send(
        Func<HttpRequestMessage> message, string purpose, bool isRepeatable, CancellationToken cancel, TimeSpan? timeout = null, string? into = null)
    {
        for (var retry = 0; ; retry++)
        {
            var reply = Attempt(message, timeout ?? _options.RequestTimeout, into, cancel).Explained();
            if (reply.IsSuccess) return reply;
            if (retry == _options.MaxRetries || !reply.MayPass(isRepeatable)) throw new TrackingServerException(Address, purpose, reply, retry + 1);
            cancel.WaitHandle.WaitOne(DelayBefore(retry, reply.RetryAfter));
            cancel.ThrowIfCancellationRequested();
        }
    }

    private TimeSpan DelayBefore(int retry, TimeSpan? asked)
    {
        var wait = TimeSpan.FromTicks(Math.Max(_options.RetryDelay.Ticks << retry, asked?.Ticks ?? 0));
        return wait < _options.MaxRetryDelay ? wait : _options.MaxRetryDelay;
    }

    private TrackingReply Attempt(Func<HttpRequestMessage> make, TimeSpan timeout, string? into, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        using var message = make();
        message.Headers.Authorization = _credentials;
        try
        {
            var completion = into is null ? HttpCompletionOption.ResponseContentRead : HttpCompletionOption.ResponseHeadersRead;
            using var response = _http.Send(message, completion, either.Token);
            using var stop = either.Token.Register(response.Dispose);       // a blocking read hears of no token: closing the connection ends it
            using var body = response.Content.ReadAsStream(either.Token);
            var reply = new TrackingReply { Status = response.StatusCode, RetryAfter = response.Headers.RetryAfter?.Delta };
            using Stream target = into is not null && response.IsSuccessStatusCode ? File.Create(into) : new MemoryStream();
            body.CopyTo(target, BufferBytes);
            return target is MemoryStream memory ? reply with { Body = memory.ToArray() } : reply;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            cancel.ThrowIfCancellationRequested();
            var isLate = deadline.IsCancellationRequested;
            return new TrackingReply { Failure = isLate ? new TimeoutException($"no whole answer within {timeout.TotalSeconds:0.#} s", fault) : fault };
        }
    }
}
