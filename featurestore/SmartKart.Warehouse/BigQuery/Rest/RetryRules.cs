using System.Net;

namespace SmartKart.Warehouse.BigQuery;

/// <summary>What is asked again: by BigQuery's table of error messages and its service level agreement's back-off rules.</summary>
internal static class RetryRules
{
    public static bool MayPass(HttpStatusCode status, BigQueryError? error) => status switch
    {
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => true,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => true,
        HttpStatusCode.InternalServerError => true,
        HttpStatusCode.Forbidden or HttpStatusCode.BadRequest => error is { MayPass: true },      // rate limits come as 403 too
        _ => false,
    };
}
