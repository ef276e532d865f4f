using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Online;
using SmartKart.Serving.Access;
using SmartKart.Serving.Models;
using SmartKart.Serving.Products;
using SmartKart.Serving.Ranking;
using SmartKart.Serving.Recommending;
using SmartKart.Serving.Rollouts;
using SmartKart.Serving.Shadowing;
using SmartKart.Serving.Telemetry;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving;

/// <summary>What serving is made of: one of each, and what runs behind the requests.</summary>
internal static class ServingServices
{
    public static void AddServing(this IServiceCollection services, ServingOptions options, ServingParts given)
    {
        services.AddSingleton(given.Loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton(given.Time);
        services.AddSingleton(given.Definitions);
        services.AddSingleton<ServingMetrics>();
        services.AddSingleton<ProductShelf>();
        services.AddSingleton(_ => OnlineStore.Open(given.Redis, given.Loggers.CreateLogger<OnlineStore>()));
        AddModels(services, options, given);
        AddProducts(services, given);
        AddLists(services);
        if (options.KeysFile is not { } keys) return;
        services.AddSingleton(new KeyWatch(Path.GetFullPath(keys), TimeProvider.System, given.Loggers.CreateLogger<KeyWatch>()));
        services.AddHostedService(each => each.GetRequiredService<KeyWatch>());
    }

    private static void AddModels(IServiceCollection services, ServingOptions options, ServingParts given)
    {
        services.AddSingleton(given.Models);
        services.AddSingleton(each => new SharedFeatureReader(
            each.GetRequiredService<OnlineStore>(), given.Time, given.Loggers.CreateLogger<SharedFeatureReader>()));
        services.AddSingleton<ModelOpener>();
        var file = options.RolloutFile is { } path ? Path.GetFullPath(path) : null;
        services.AddSingleton(_ => new FollowedRollout(options.Rollout, file, given.Loggers.CreateLogger<FollowedRollout>()));
        services.AddSingleton(each => ActivatorUtilities.CreateInstance<ModelWatch>(each, options.Model));
        services.AddHostedService(each => each.GetRequiredService<ModelWatch>());
    }

    private static void AddProducts(IServiceCollection services, ServingParts given)
    {
        services.AddSingleton(each => new TrendingProducts(
            each.GetRequiredService<OnlineStore>(), given.Definitions, each.GetRequiredService<ProductShelf>(), each.GetRequiredService<ModelWatch>(), given.Time,
            given.Loggers.CreateLogger<TrendingProducts>()));
        services.AddHostedService(each => each.GetRequiredService<TrendingProducts>());
        services.AddSingleton(_ => new TouchedProducts(
            given.Kafka, given.Admin, given.Schemas, given.Definitions, given.Loggers.CreateLogger<TouchedProducts>()));
        services.AddHostedService(each => each.GetRequiredService<TouchedProducts>());
        services.AddHostedService<SharedFeatureRefresh>();
    }

    private static void AddLists(IServiceCollection services)
    {
        services.AddSingleton<VisitorReader>();
        services.AddSingleton<CandidateOrder>();
        services.AddSingleton<PopularLists>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<ShadowMetrics>();
        services.AddSingleton<ShadowLists>();
        services.AddSingleton(each => new ShadowQueue(each.GetRequiredService<ShadowLists>().MakeAsync, each.GetRequiredService<ShadowMetrics>()));
        services.AddSingleton<Recommendations>();
    }
}
