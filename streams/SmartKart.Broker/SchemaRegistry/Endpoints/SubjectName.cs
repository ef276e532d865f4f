using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>Names of subjects: how they stand in a path, and which there may be.</summary>
internal static class SubjectName
{
    private const int MaxLength = 1_000;
    private const string DefaultContext = ":.:";

    /// <summary>
    /// The subject of a request's path. It is read from the bytes as they came: Kestrel unescapes all but <c>%2F</c>, so that its own
    /// path tells a subject with a slash from one with the letters <c>%2F</c> no more.
    /// </summary>
    /// <exception cref="RegistryException">No subject can have this name.</exception>
    public static string Of(HttpContext context)
    {
        var routed = (string?)context.GetRouteValue("subject") ?? "";
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.StartsWith('/') ? target : Uri.TryCreate(target, UriKind.Absolute, out var uri) ? uri.PathAndQuery : target;
        var segments = path.Split('?')[0].TrimEnd('/').Split('/');
        var pattern = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.PathSegments ?? [];
        var at = pattern.ToList().FindIndex(segment => segment.Parts is [RoutePatternParameterPart { Name: "subject" }]);
        var index = segments.Length - pattern.Count + at;
        var raw = index >= 0 && index < segments.Length ? segments[index] : "";
        if (Uri.UnescapeDataString(raw.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase)) != routed)
            throw RegistryError.InvalidSubject(routed, "it cannot be told from the path. Escape it, and leave out parts of '.' and '..'.");
        return Checked(Uri.UnescapeDataString(raw));
    }

    /// <summary>A subject by its short name: contexts there are none but the default one.</summary>
    /// <exception cref="RegistryException">No subject can have this name.</exception>
    public static string Checked(string name)
    {
        if (name.StartsWith(DefaultContext, StringComparison.Ordinal)) name = name[DefaultContext.Length..];
        if (name.Length is 0 or > MaxLength) throw RegistryError.InvalidSubject(name, $"it has {name.Length} characters, and 1 to {MaxLength} are allowed.");
        if (name is "__GLOBAL" or "__EMPTY") throw RegistryError.InvalidSubject(name, "the registry keeps this name for itself.");
        if (name.StartsWith(":.", StringComparison.Ordinal))
            throw RegistryError.InvalidSubject(name, "it is in a context, and this registry has the default context alone. Use the name without ':.context:'.");
        foreach (var letter in name)
            if (char.IsControl(letter) || char.IsSurrogate(letter) && !IsWellFormed(name))
                throw RegistryError.InvalidSubject(name, string.Create(CultureInfo.InvariantCulture, $"it holds the character U+{(int)letter:X4}."));
        return name;
    }

    /// <summary>A prefix that subjects are asked for by: <c>:*:</c> is that of all contexts.</summary>
    public static string Prefix(string? prefix) => prefix switch
    {
        null => "",
        [':', '*' or '.', ':', .. var rest] => rest,
        _ => prefix,
    };

    private static bool IsWellFormed(string text) => !text.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar);
}
