using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace SmartKart.Serving.Tests.Shop;

/// <summary>Requests that nobody meant to send: every one is answered, none with a server error, and what is wrong is a problem document.</summary>
public sealed class FuzzTests(SharedShop shared, ITestOutputHelper output) : IClassFixture<SharedShop>
{
    private const string Requests = "SMARTKART_FUZZ_REQUESTS";      // how many; 3,000 unless set
    private const int Seed = 20_261_122, AtOnce = 8;

    [Fact]
    public async Task No_request_of_any_shape_gets_a_server_error()
    {
        var shop = await shared.GetAsync();
        var count = int.Parse(Environment.GetEnvironmentVariable(Requests) ?? "3000", CultureInfo.InvariantCulture);
        var statuses = new int[600];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (at, cancel) =>
            {
                var fuzzed = FuzzedRequest.Of(new Random(Seed + at));
                using var request = fuzzed.ToMessage();
                using var response = await shop.SendAsync(request, cancel);
                Interlocked.Increment(ref statuses[(int)response.StatusCode]);
                ((int)response.StatusCode).ShouldBeLessThan(500, fuzzed.ToString());
                var body = await response.Content.ReadAsByteArrayAsync(cancel);
                if (response.StatusCode < HttpStatusCode.BadRequest || body.Length == 0) return;       // Kestrel's own refusals have none
                response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json", $"{fuzzed}: {Encoding.UTF8.GetString(body)}");
                JsonDocument.Parse(body).RootElement.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty(fuzzed.ToString());
            });
        foreach (var (status, answers) in statuses.Index().Where(each => each.Item > 0)) output.WriteLine($"{status}: {answers}");
        statuses[400].ShouldBeGreaterThan(0);
        (statuses[200] + statuses[202]).ShouldBeGreaterThan(0);
    }
}
