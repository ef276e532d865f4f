using System.Diagnostics;

namespace SmartKart.Serving.Telemetry;

/// <summary>
/// Spans of a request's stages, under the source <c>SmartKart.Serving</c>, within the span that the web server makes of the request. Without a listener
/// nothing is made, and nothing allocated.
/// </summary>
internal static class ServingTraces
{
    private static readonly ActivitySource Source = new("SmartKart.Serving");

    /// <summary>Begins a stage, which ends when it is disposed of.</summary>
    /// <returns>Null where nobody listens.</returns>
    public static Activity? Stage(string name) => Source.StartActivity(name);

    /// <summary>Marks a stage as failed.</summary>
    public static void Fail(this Activity? stage, Exception fault) => stage?.SetStatus(ActivityStatusCode.Error, fault.Message)?.AddException(fault);

    /// <summary>Tells what a request was answered with, on the request's own span.</summary>
    public static void Answered(string rung, string? model, int? version, int products)
    {
        if (Activity.Current is not { IsAllDataRequested: true } request) return;
        request.SetTag("smartkart.rung", rung).SetTag("smartkart.model.name", model).SetTag("smartkart.model.version", version).SetTag("smartkart.products", products);
    }
}
