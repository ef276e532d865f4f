using System.IO.Compression;
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
    private const string Gzip = "gzip";

    private readonly string _type;
    private readonly (byte[] Bytes, EntityTagHeaderValue Tag) _plain, _zipped;

    private PageFile(string name, byte[] bytes) => (Name, _type, _plain, _zipped) = (name, TypeOf(name), Tagged(bytes), Tagged(Zip(bytes)));

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
        headers.Vary = HeaderNames.AcceptEncoding;
        var isZipped = http.Request.GetTypedHeaders().AcceptEncoding.Any(each => each.Value == Gzip && each.Quality is not 0);
        if (isZipped) headers.ContentEncoding = Gzip;
        var (bytes, tag) = isZipped ? _zipped : _plain;
        return Results.Bytes(bytes, _type, entityTag: tag).ExecuteAsync(http);
    }

    private static PageFile Read(string resource)
    {
        using var stream = Resources.GetManifestResourceStream(resource)!;       // it was listed
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return new PageFile(resource[Folder.Length..], bytes.ToArray());
    }

    private static (byte[] Bytes, EntityTagHeaderValue Tag) Tagged(byte[] bytes) => (bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\""));

    private static byte[] Zip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(bytes);
        return zipped.ToArray();
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
