using System.Collections.Concurrent;
using System.Diagnostics;
using SmartKart.Serving.Tests.Shop;

namespace SmartKart.Serving.Tests.Telemetry;

/// <summary>The spans of a request to the shop.</summary>
public sealed class ServingTracesTests
{
    [Fact]
    public async Task A_list_is_a_trace_of_its_stages_and_tells_its_rung_and_model()
    {
        await using var shop = await ServedShop.StartAsync();
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "SmartKart.Serving" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var trace = ActivityTraceId.CreateRandom();
        using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri("v1/recommendations?user_id=ada", UriKind.Relative));
        asked.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var answer = await shop.SendAsync(asked, TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue();

        // The request's own span ends after the answer has been read.
        await ServedShop.UntilAsync(() => Task.FromResult(ended.Any(span => span.TraceId == trace && span.Source.Name == "Microsoft.AspNetCore")), "the request's span ends");
        var spans = ended.Where(span => span.TraceId == trace).ToDictionary(span => span.Source.Name == "SmartKart.Serving" ? span.OperationName : "request");
        spans.Keys.ShouldBe(["read visitor features", "make list by model", "request"], ignoreOrder: true);
        spans["make list by model"].ParentSpanId.ShouldBe(spans["request"].SpanId);
        spans["request"].GetTagItem("smartkart.rung").ShouldBe("fresh");
        spans["request"].GetTagItem("smartkart.model.name").ShouldBe(ServedShop.Model);
        spans["request"].GetTagItem("smartkart.model.version").ShouldBe(1);
    }
}
