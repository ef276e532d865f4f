using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SmartKart.Kafka;

/// <summary>Puts Kafka at the disposal of a program's services.</summary>
public static class KafkaServices
{
    /// <summary>
    /// Adds <see cref="KafkaOptions"/> (the section <c>Kafka</c>, checked as the program starts), the <see cref="KafkaConfiguration"/> that
    /// producers and consumers are opened with, and one <see cref="KafkaAdmin"/>. Producers and consumers are each their owner's to open:
    /// they belong to one thread.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="configuration">The program's configuration, whole.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddKafka(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KafkaOptions>().Bind(configuration.GetSection(KafkaOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KafkaOptions>, KafkaOptionsRules>());
        services.TryAddSingleton(provider => KafkaConfiguration.From(provider.GetRequiredService<IOptions<KafkaOptions>>().Value));
        services.TryAddSingleton(provider => KafkaAdmin.Open(
            provider.GetRequiredService<KafkaConfiguration>(), provider.GetRequiredService<IOptions<KafkaOptions>>().Value.AdminTimeout,
            provider.GetService<ILoggerFactory>()?.CreateLogger<KafkaAdmin>()));
        return services;
    }
}
