using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;
using SmartKart.Serving.Features;
using SmartKart.Serving.Models;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Products;

/// <summary>A product and how it sells.</summary>
/// <param name="Product">Which.</param>
/// <param name="Purchases">Orders of the last 30 days that have it.</param>
/// <param name="Popularity">Views, clicks and likes, fading by half each day.</param>
internal sealed record TrendingProduct(string Product, long Purchases, double Popularity);

/// <summary>
/// Products by how they sell now: the feature service <c>trending</c>, read for the whole catalogue every few seconds and held in process, for it is the same
/// for everybody. While the store doesn't answer the last order stands.
/// </summary>
internal sealed class TrendingProducts : BackgroundService
{
    /// <summary>The feature service.</summary>
    public const string Service = "trending";

    private const int RowsMax = 1_000;
    private const int Rests = 30;       // times as long as a reading takes: a large catalogue takes no more of a processor than a small one
    private static readonly TimeSpan BetweenReads = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UntilProducts = TimeSpan.FromMilliseconds(200);

    private readonly OnlineStore _store;
    private readonly ProductShelf _shelf;
    private readonly ModelWatch _models;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ServicePlan _plan;
    private readonly OnlineVectors _vectors;
    private readonly int _purchases, _popularity;
    private volatile IReadOnlyList<TrendingProduct> _order = [];
    private bool _isSilent;

    public TrendingProducts(OnlineStore store, DefinitionSet definitions, ProductShelf shelf, ModelWatch models, TimeProvider time, ILogger log)
    {
        (_store, _shelf, _models, _time, _log) = (store, shelf, models, time, log);
        _plan = ServicePlan.Compile(definitions.Service(Service));
        (_purchases, _popularity) = (_plan.PlaceOf("purchases_30d"), _plan.PlaceOf("popularity"));
        _vectors = new OnlineVectors(_plan);
    }

    /// <summary>All products that are known, those that sell best first.</summary>
    public IReadOnlyList<TrendingProduct> Order => _order;

    /// <summary>Reads the order once.</summary>
    public async Task ReadAsync(CancellationToken cancel)
    {
        string[] products = Known();
        var read = new List<TrendingProduct>(products.Length);
        try
        {
            foreach (var chunk in products.Chunk(RowsMax))
            {
                await _store.GetAsync(_plan, chunk.Select(Scalar.From).ToArray(), VisitorReader.Micros(_time.GetUtcNow()), _vectors, cancel);
                for (var row = 0; row < chunk.Length; row++) read.Add(Row(chunk[row], _vectors.Values(row)));
            }
            _isSilent = false;
        }
        catch (OnlineStoreException fault)
        {
            if (!_isSilent) Log.TrendingUnread(_log, fault);
            _isSilent = true;
            if (_order.Count > 0) return;
            read.Clear();
            read.AddRange(products.Select(product => new TrendingProduct(product, 0, 0)));
        }
        _order = [.. read.OrderByDescending(each => each.Purchases).ThenByDescending(each => each.Popularity).ThenBy(each => each.Product, StringComparer.Ordinal)];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var began = _time.GetTimestamp();
            await ReadAsync(stoppingToken);
            var rest = Rests * _time.GetElapsedTime(began);
            await Task.Delay(_order.Count == 0 ? UntilProducts : rest > BetweenReads ? rest : BetweenReads, stoppingToken);
        }
    }

    private string[] Known()
    {
        var products = _shelf.All.Select(product => product.Id);
        if (_models.Enter() is not { } model) return [.. products];
        try
        {
            var catalogue = model.Artifact.Catalogue;
            return [.. Enumerable.Range(0, catalogue.Count).Select(item => catalogue[item]).Union(products, StringComparer.Ordinal)];
        }
        finally
        {
            model.Leave();
        }
    }

    private TrendingProduct Row(string product, ReadOnlySpan<Scalar> values) => new(
        product, values[_purchases].IsNull ? 0 : values[_purchases].Int64, values[_popularity].IsNull ? 0 : values[_popularity].Double);
}
