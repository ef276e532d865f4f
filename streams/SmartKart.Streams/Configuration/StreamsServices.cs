using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SmartKart.Kafka;

namespace SmartKart.Streams;

/// <summary>Runs a topology in a program's host.</summary>
public static class StreamsServices
{
    /// <summary>
    /// Adds Kafka (the section <c>Kafka</c>), <see cref="StreamsOptions"/> (the section <c>Streams</c>, checked as the program starts) and one
    /// <see cref="KafkaStreams"/>, which starts and stops with the host. If it ends with an error, so does the host.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="configuration">The program's configuration, whole.</param>
    /// <param name="topology">Makes the topology.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddStreams(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, Topology> topology)
    {
        services.AddKafka(configuration);
        services.AddOptions<StreamsOptions>().Bind(configuration.GetSection(StreamsOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StreamsOptions>, StreamsOptionsRules>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new KafkaStreams(
            topology(provider), provider.GetRequiredService<IOptions<StreamsOptions>>().Value, provider.GetRequiredService<KafkaConfiguration>(),
            provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<StreamsHost>();
        return services;
    }

    private sealed class StreamsHost(KafkaStreams streams) : BackgroundService
    {
        public override async Task StartAsync(CancellationToken cancellationToken)
        {
            await streams.StartAsync(cancellationToken);
            await base.StartAsync(cancellationToken);
        }

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            await streams.StopAsync();
            await base.StopAsync(cancellationToken);
        }

        // A background service that fails stops its host.
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => streams.Completion;
    }
}
