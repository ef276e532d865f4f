using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SmartKart.FeatureStore.Online;

/// <summary>Puts the online store at the disposal of a program's services.</summary>
public static class OnlineServices
{
    /// <summary>
    /// Adds <see cref="RedisOptions"/> (the section <c>Redis</c>, checked as the program starts), one <see cref="OnlineStore"/> and one
    /// <see cref="OnlineWriter"/>, each with connections of its own, so that writes don't hold reads up. A <see cref="TimeProvider"/> among the
    /// services tells the writer now.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="configuration">The program's configuration, whole.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddOnlineStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RedisOptions>().Bind(configuration.GetSection(RedisOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>, RedisOptionsRules>());
        services.TryAddSingleton(provider => OnlineStore.Open(
            provider.GetRequiredService<IOptions<RedisOptions>>().Value, provider.GetService<ILoggerFactory>()?.CreateLogger<OnlineStore>()));
        services.TryAddSingleton(provider => OnlineWriter.Open(
            provider.GetRequiredService<IOptions<RedisOptions>>().Value, provider.GetService<TimeProvider>(),
            provider.GetService<ILoggerFactory>()?.CreateLogger<OnlineWriter>()));
        return services;
    }
}
