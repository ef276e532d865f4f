using Microsoft.AspNetCore.Builder;

namespace SmartKart.Serving.Access;

/// <summary>What a route asks of a key, where there are keys.</summary>
/// <param name="Scope">Which scope.</param>
internal sealed record NeededScope(Scope Scope);

/// <summary>Says what routes need.</summary>
internal static class NeededScopes
{
    /// <summary>Has a route need a scope.</summary>
    public static T Needs<T>(this T route, Scope scope) where T : IEndpointConventionBuilder => route.WithMetadata(new NeededScope(scope));
}
