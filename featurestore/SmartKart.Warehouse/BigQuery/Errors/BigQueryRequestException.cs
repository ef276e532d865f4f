using System.Net;
using System.Text;
using System.Text.Json;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>BigQuery refused a request, or gave no answer to it, after the retries of the options.</summary>
public sealed class BigQueryRequestException : BigQueryException
{
    internal BigQueryRequestException(RestRequest request, RestReply reply, int attempts)
        : base(Compose(request, reply, attempts), request.Project, request.Job?.JobId, reply.Error, reply.Failure)
    {
        Status = reply.Failure is null ? reply.Status : null;
        Attempts = attempts;
    }

    /// <summary>The answer's HTTP status; null where there was no answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>How often the request was sent.</summary>
    public int Attempts { get; }

    /// <summary>Whether the request may succeed later: BigQuery could not be reached, was too busy or had a fault of its own.</summary>
    public override bool IsTransient => Status is null || RetryRules.MayPass(Status.Value, Error);

    private static string Compose(RestRequest request, RestReply reply, int attempts)
    {
        var text = new StringBuilder($"BigQuery did not {request.Purpose} (project {request.Project}");
        if (request.Job is { } job) text.Append($", job {job.JobId}");
        text.Append(attempts > 1 ? $", {attempts} attempts): " : "): ");
        if (reply.Failure is JsonException malformed)
            text.Append($"its answer cannot be read: {malformed.Message} Check Warehouse:BigQuery:BaseUri, and what stands between.");
        else if (reply.Failure is { } failure)
            text.Append($"there was no answer: {failure.Message} Check Warehouse:BigQuery:BaseUri and the network, or raise RequestTimeout.");
        else if (reply.Error is { } error)
            text.Append($"HTTP {(int)reply.Status}: {error.Describe()}{(error.Remedy is { } remedy ? $"\n{remedy}" : "")}");
        else
            text.Append($"HTTP {(int)reply.Status}, with an answer that is not BigQuery's. Check Warehouse:BigQuery:BaseUri, and what stands between.");
        if (request.Sql is { } sql) text.Append($"\nin the SQL:\n{BigQueryError.Excerpt(sql)}");
        return text.ToString();
    }
}
