using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SmartKart.Serving.Http;

/// <summary>Makes problem documents (RFC 9457) of all that goes wrong: whoever asks learns which field is wrong and what would be right.</summary>
internal static class Problems
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Answers with one.</summary>
    public static Task WriteAsync(HttpContext http, int status, string detail, string? field = null) =>
        Results.Problem(detail, statusCode: status, extensions: field is null ? null : new Dictionary<string, object?> { ["field"] = field }).ExecuteAsync(http);

    /// <summary>Catches what the routes throw, and says what no route answers.</summary>
    public static void UseProblems(this WebApplication app, ILogger log)
    {
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (RequestException fault) when (!http.Response.HasStarted)
            {
                await WriteAsync(http, StatusCodes.Status400BadRequest, fault.Message, fault.Field);
            }
            catch (BadHttpRequestException fault) when (!http.Response.HasStarted)
            {
                await WriteAsync(http, fault.StatusCode, fault.Message);
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                // Nobody waits for the answer.
            }
            catch (Exception fault) when (!http.Response.HasStarted)
            {
                Log.RequestFailed(log, fault, http.Request.Path);
                await WriteAsync(http, StatusCodes.Status500InternalServerError, "The request failed, and the cause is in the log of the server.");
            }
        });
        app.UseStatusCodePages(async context => await WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode, Detail(context.HttpContext)));
    }

    /// <summary>Says that it can't be done now, and when to come again.</summary>
    public static Task UnavailableAsync(HttpContext http, string detail)
    {
        http.Response.Headers.RetryAfter = ((int)RetryAfter.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return WriteAsync(http, StatusCodes.Status503ServiceUnavailable, detail);
    }

    private static string Detail(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at {http.Request.Path}. The routes are described in the documentation.",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Path} doesn't answer {http.Request.Method}. It answers {http.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType => "Send JSON, with content-type application/json.",
        var status => $"The request ended with status {status}.",
    };
}
