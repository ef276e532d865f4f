using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SmartKart.Serving.Page;

/// <summary>A file of the page, as the assembly carries it. Immutable, thread safe.</summary>
internal sealed class PageFile
{
    // Scripts, styles and data come from here and from nowhere else, and nobody frames it. What its scripts draw is set as text, never as markup.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'";

    private const string Folder = "page/";      // of the resources' names

    private readonly byte[] _bytes;
    private readonly string _type;
    private readonly EntityTagHeaderValue _tag;

    private PageFile(string name, byte[] bytes)
    {
        (Name, _bytes, _type) = (name, bytes, TypeOf(name));
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"");
    }

    /// <summary>Such as <c>page.css</c>.</summary>
    public string Name { get; }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PageFile> Shipped { get; } =
        [.. Resources.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

    private static Assembly Resources => typeof(PageFile).Assembly;

    /// <summary>Answers with it, or with 304 where the browser has it: it may keep it, and asks each time whether it is still the same.</summary>
    public Task WriteAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Results.Bytes(_bytes, _type, entityTag: _tag).ExecuteAsync(http);
    }

    private static PageFile Read(string resource)
    {
        using var stream = Resources.GetManifestResourceStream(resource)!;       // it was listed
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return new PageFile(resource[Folder.Length..], bytes.ToArray());
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"{name} is a file of the page, and {other} has no content type here. Give it one."),
    };
}
