using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>
/// Every request's way: who asks, which verb, the answer, its media type, its count. The edge at which faults end: a refusal becomes
/// its code, and what nobody foresaw becomes a 500 and a line in the log.
/// </summary>
internal sealed class RegistryEndpoint(SubjectStore store, SchemaRegistryServerOptions options, RegistryMetrics metrics, ILogger logger)
{
    private const string DefaultType = "application/vnd.schemaregistry.v1+json";
    private static readonly string[] Types = [DefaultType, "application/vnd.schemaregistry+json", "application/json"];

    private readonly BasicAuthentication _authentication = new(options.Users);

    /// <summary>What answers a path.</summary>
    /// <param name="pattern">The path, as metrics name it.</param>
    /// <param name="verbs">Its answers; none for a path that there is not.</param>
    public RequestDelegate For(string pattern, Dictionary<string, RegistryAnswer> verbs) => async context =>
    {
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            status = await ServeAsync(context, verbs);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            status = StatusCodes.Status499ClientClosedRequest;        // nobody reads it: it is for the count alone
        }
        finally
        {
            metrics.Answered(pattern, status);
        }
    };

    private async Task<int> ServeAsync(HttpContext context, Dictionary<string, RegistryAnswer> verbs)
    {
        try
        {
            if (!_authentication.Accepts(context.Request.Headers.Authorization))
            {
                RegistryLog.Unauthenticated(logger, context.Connection.RemoteIpAddress);
                context.Response.Headers.WWWAuthenticate = BasicAuthentication.Challenge;
                throw RegistryError.Http(
                    StatusCodes.Status401Unauthorized, "Unauthorized. Send the name and password of one of the registry's users, by HTTP basic authentication");
            }
            var answer = await AnswerTo(context, verbs)(new RegistryCall(context, store, options));
            await WriteAsync(context, StatusCodes.Status200OK, answer);
            return StatusCodes.Status200OK;
        }
        catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            var refusal = RegistryError.Of(fault);
            if (refusal is null) RegistryLog.RequestFailed(logger, fault, context.Request.Method, context.Request.Path);
            else if (refusal.Status >= 500) RegistryLog.StoreFailed(logger, fault, context.Request.Method, context.Request.Path);
            refusal ??= RegistryError.Http(StatusCodes.Status500InternalServerError, "Internal server error. The registry's log says why.");
            await WriteAsync(context, refusal.Status, new ErrorBody(refusal.Code, refusal.Message));
            return refusal.Status;
        }
    }

    private static RegistryAnswer AnswerTo(HttpContext context, Dictionary<string, RegistryAnswer> verbs)
    {
        if (verbs.TryGetValue(context.Request.Method, out var answer)) return answer;
        if (verbs.Count == 0) throw RegistryError.Http(StatusCodes.Status404NotFound, "HTTP 404 Not Found");
        context.Response.Headers.Allow = string.Join(", ", verbs.Keys);
        throw RegistryError.Http(StatusCodes.Status405MethodNotAllowed, "HTTP 405 Method Not Allowed");
    }

    private static async Task WriteAsync(HttpContext context, int status, object answer)
    {
        var bytes = answer is RawJson raw ? Encoding.UTF8.GetBytes(raw.Text) : JsonSerializer.SerializeToUtf8Bytes(answer, RegistryJson.Options);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = TypeFor(context.Request);
        response.Headers.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(bytes, context.RequestAborted);
        await response.CompleteAsync();         // now: what a refused caller still sends is drained later, and may end the connection
    }

    /// <summary>The first of ours that the caller accepts; the registry's own where it is none, as there is nothing else to give.</summary>
    private static string TypeFor(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)) return DefaultType;
        foreach (var range in accepted.OrderByDescending(range => range.Quality ?? 1))
            if (Types.FirstOrDefault(type => Fits(type, range)) is { } found) return found;
        return DefaultType;
    }

    // Not IsSubsetOf: for it our own type, by its suffix, is a kind of application/json.
    private static bool Fits(string type, MediaTypeHeaderValue range) =>
        range.MatchesAllTypes || range.MediaType.Equals(range.MatchesAllSubTypes ? "application/*" : type, StringComparison.OrdinalIgnoreCase);
}
