using SmartKart.FeatureStore.Definitions;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Models;
using SmartKart.Serving.Products;
using SmartKart.Serving.Recommending;
using SmartKart.Serving.Shadowing;
using SmartKart.Serving.Tests.Shop;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Tests.Shadowing;

/// <summary>How many lists a shadow may be behind.</summary>
public sealed class ShadowQueueTests : IDisposable
{
    private const int Most = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-shadow-");

    [Fact]
    public async Task What_is_beyond_the_bound_is_dropped_and_counted_and_the_model_is_let_go_of()
    {
        using var metrics = new ShadowMetrics();
        var (gate, made) = (new TaskCompletionSource(), 0);
        var candidate = Open();
        await using var queue = new ShadowQueue(
            async (_, cancel) =>
            {
                await gate.Task.WaitAsync(cancel);
                Interlocked.Increment(ref made);
            },
            metrics);
        for (var at = 0; at < 10; at++) Offer(queue, candidate);
        queue.Count.ShouldBe(Most);
        gate.SetResult();
        await ServedShop.UntilAsync(() => Task.FromResult(queue.Count == 0), "all are made");
        made.ShouldBe(Most);
        Offer(queue, candidate);
        await ServedShop.UntilAsync(() => Task.FromResult(made == Most + 1), "there is room again");
        await ServedShop.UntilAsync(() => Task.FromResult(queue.Count == 0), "it is made");
        candidate.Leave();
        candidate.TryEnter().ShouldBeFalse();
        Offer(queue, candidate);        // it was closed meanwhile
        queue.Count.ShouldBe(0);
    }

    [Fact]
    public async Task What_waits_as_it_is_stopped_is_let_go_of()
    {
        using var metrics = new ShadowMetrics();
        var candidate = Open();
        var queue = new ShadowQueue((_, cancel) => Task.Delay(Timeout.Infinite, cancel), metrics);
        for (var at = 0; at < Most; at++) Offer(queue, candidate);
        await queue.DisposeAsync();
        queue.Count.ShouldBe(0);
        Offer(queue, candidate);
        queue.Count.ShouldBe(0);
        candidate.Leave();
        candidate.TryEnter().ShouldBeFalse();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Offer(ShadowQueue queue, ServedModel candidate) =>
        queue.Offer(candidate, Most, new RecommendationQuery(), Visitor.Unknown(TimeProvider.System.GetUtcNow()), []);

    private ServedModel Open()
    {
        RecommenderArtifact.Write(_folder.FullName, ServedShop.Links(), new Catalogue(ServedShop.Products), [], new Dictionary<string, string>());
        var version = new ModelVersion("shop", 1, "run", _folder.FullName, TimeProvider.System.GetUtcNow(), "", []);
        return new ServedModel(version, RecommenderArtifact.Open(_folder.FullName), DefinitionSet.Shipped, new ProductShelf());
    }
}
