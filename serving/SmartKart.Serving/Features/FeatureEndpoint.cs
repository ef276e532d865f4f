using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Online;

namespace SmartKart.Serving.Features;

/// <summary><c>POST /v1/features/online</c>: features of entities as they are now, in the shape of Feast's get-online-features.</summary>
public static class FeatureEndpoint
{
    /// <summary>The route.</summary>
    public const string Route = "/v1/features/online";

    /// <summary>
    /// Adds the route. The program's services must have a <see cref="DefinitionSet"/> and an <see cref="OnlineStore"/>; a
    /// <see cref="TimeProvider"/> among them tells now.
    /// </summary>
    /// <param name="routes">The program's routes.</param>
    /// <returns>The route, for names, policies and limits.</returns>
    public static IEndpointConventionBuilder MapFeatures(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var catalogue = new ServiceCatalogue(services.GetRequiredService<DefinitionSet>());
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        return routes.MapPost(Route, (HttpContext context, OnlineStore store) => AnswerAsync(context, store, catalogue, time));
    }

    private static async Task AnswerAsync(HttpContext context, OnlineStore store, ServiceCatalogue catalogue, TimeProvider time)
    {
        try
        {
            var request = await OnlineRequest.ReadAsync(context.Request.Body, context.RequestAborted);
            var plan = catalogue.Find(request);
            var response = new OnlineResponse(plan, request.FullFeatureNames);
            var names = response.Names();
            var keys = KeyColumns.Rows(plan, request.Entities!);      // it was read with some
            var vectors = new OnlineVectors(plan);
            var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            await store.GetAsync(plan, keys, now, vectors, context.RequestAborted);
            context.Response.ContentType = "application/json";
            response.Write(context.Response.BodyWriter, names, request.Entities!, vectors);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        catch (Exception fault) when (StatusOf(fault) is { } status)
        {
            if (fault is OnlineStoreUnavailableException { RetryAfter: var after })
                context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(after?.TotalSeconds ?? 1)).ToString(CultureInfo.InvariantCulture);
            await Results.Problem(fault.Message, statusCode: status).ExecuteAsync(context);
        }
    }

    // What a client may do about it: mend the request, or come again.
    private static int? StatusOf(Exception fault) => fault switch
    {
        FeatureRequestException or UnknownDefinitionException => StatusCodes.Status400BadRequest,
        OnlineStoreTimeoutException => StatusCodes.Status504GatewayTimeout,
        OnlineStoreException => StatusCodes.Status503ServiceUnavailable,
        _ => null,
    };
}
