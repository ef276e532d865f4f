using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>What came of one attempt: an answer, whatever its status, or the failure that there was none.</summary>
internal sealed record RestReply
{
    public HttpStatusCode Status { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Why there was no answer.</summary>
    public Exception? Failure { get; init; }

    /// <summary>How long the service asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Of a resumable upload: the address of its session.</summary>
    public Uri? Location { get; init; }

    /// <summary>Of a resumable upload: which bytes the service has, as <c>bytes=0-524287</c>; null is none.</summary>
    public string? Range { get; init; }

    public bool IsSuccess => Failure is null && (int)Status is >= 200 and < 300;

    /// <summary>BigQuery's first error; null where the body holds none.</summary>
    public BigQueryError? Error => Failure is null && !IsSuccess ? ErrorBody.Read(Body.Span) : null;

    /// <summary>The body as a resource.</summary>
    public T Read<T>(RestRequest request, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(Body.Span, type) ?? throw new JsonException("The body is null.");
        }
        catch (JsonException e)
        {
            throw new BigQueryRequestException(request, this with { Failure = e }, 1);
        }
    }
}
