using System.Net;
using System.Text.Json;

namespace SmartKart.Scoring.Registry;

/// <summary>What came of one attempt: an answer, whatever its status, or the failure that there was none.</summary>
internal sealed record TrackingReply
{
    /// <summary>0 where there was no answer.</summary>
    public HttpStatusCode Status { get; init; }

    public byte[] Body { get; init; } = [];

    /// <summary>Why there is no answer, or why it can't be read.</summary>
    public Exception? Failure { get; init; }

    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Of a refusal, <c>{"error_code", "message"}</c>; empty where the body is something else's, such as a proxy's.</summary>
    public string ErrorCode { get; private init; } = "";

    public string Message { get; private init; } = "";

    public bool IsSuccess => Failure is null && (int)Status is >= 200 and < 300;

    /// <summary>The same with what MLflow says of its refusal.</summary>
    public TrackingReply Explained()
    {
        if (IsSuccess || Failure is not null) return this;
        try
        {
            using var json = JsonDocument.Parse(Body);
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Object ? this with { ErrorCode = Text(root, "error_code"), Message = Text(root, "message") } : this;
        }
        catch (JsonException)
        {
            return this;        // a proxy's page: the status has to do
        }
    }

    /// <summary>
    /// Whether another attempt may end otherwise. What mustn't be done twice isn't asked again where it may have been done: a lost answer, an error of
    /// the server's.
    /// </summary>
    public bool MayPass(bool isRepeatable) =>
        Failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
        || Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
        || (isRepeatable && (Status == 0 || (int)Status >= 500 || Status == HttpStatusCode.RequestTimeout));

    private static string Text(JsonElement body, string key) =>
        body.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";      // a string has one
}
