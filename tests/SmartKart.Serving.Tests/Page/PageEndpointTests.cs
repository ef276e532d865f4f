using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using SmartKart.Serving.Page;

namespace SmartKart.Serving.Tests.Page;

public sealed partial class PageEndpointTests(PageServer server) : IClassFixture<PageServer>
{
    private const string SvgNamespace = "http://www.w3.org/2000/svg";      // a name, which nobody fetches

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/page/page.css", "text/css")]
    [InlineData("/page/page.js", "text/javascript")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    public async Task A_file_has_its_type_and_lets_in_nothing_from_elsewhere(string path, string type)
    {
        using var response = await GetAsync(path);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        One(response, "X-Content-Type-Options").ShouldBe("nosniff");
        var policy = One(response, "Content-Security-Policy");
        policy.ShouldStartWith("default-src 'none'; script-src 'self';");
        policy.ShouldNotContain("unsafe");
        policy.ShouldNotContain("http");
    }

    [Fact]
    public async Task A_browser_that_has_a_file_is_told_that_it_is_still_the_same_and_asks_each_time()
    {
        using var first = await GetAsync("/page/page.js");
        var tag = first.Headers.ETag!;

        using var again = await GetAsync("/page/page.js", request => request.Headers.IfNoneMatch.Add(tag));
        using var older = await GetAsync("/page/page.js", request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"older\"")));

        first.Headers.CacheControl!.NoCache.ShouldBeTrue();
        again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        older.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Zipped_it_is_the_same_file_with_a_tag_of_its_own()
    {
        using var plain = await GetAsync("/");
        using var zipped = await GetAsync("/", request => request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip")));
        using var refused = await GetAsync("/", request => request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip", 0)));

        using var unzipped = new StreamReader(new GZipStream(await zipped.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress));
        (await unzipped.ReadToEndAsync(Cancel)).ShouldBe(await plain.Content.ReadAsStringAsync(Cancel));
        zipped.Headers.ETag.ShouldNotBe(plain.Headers.ETag);
        zipped.Headers.Vary.ShouldBe(["Accept-Encoding"]);
        refused.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_that_the_page_names_is_served_here_and_nothing_names_another_host()
    {
        foreach (var file in PageFile.Shipped)
        {
            var text = await TextAsync(file.Name switch { "index.html" => "/", "favicon.svg" => "/favicon.svg", var name => $"/page/{name}" });
            text.Replace(SvgNamespace, "", StringComparison.Ordinal).ShouldNotMatch(@"https?:|[""'(]//|@import|<style|\sstyle=|\son[a-z]+=", file.Name);
            foreach (var named in Named().Matches(text).Select(match => match.Value).Distinct())
            {
                using var response = await GetAsync(named);
                response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{file.Name} names {named}");
            }
        }
    }

    [Fact]
    public async Task What_it_does_not_have_is_not_found()
    {
        using var response = await GetAsync("/page/other.js");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [GeneratedRegex(@"/page/[\w.]+\.(js|css)|/favicon\.svg")]
    private static partial Regex Named();

    private static string One(HttpResponseMessage response, string header) => response.Headers.GetValues(header).ShouldHaveSingleItem();

    private async Task<string> TextAsync(string path)
    {
        using var response = await GetAsync(path);
        return await response.Content.ReadAsStringAsync(Cancel);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? with = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        with?.Invoke(request);
        return await server.Client.SendAsync(request, Cancel);
    }
}
