using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Online;
using SmartKart.Kafka;
using SmartKart.Prometheus;
using SmartKart.Schemas.Registry;
using SmartKart.Scoring.Registry;

namespace SmartKart.Serving;

/// <summary>What serving is given: it disposes of none of it.</summary>
/// <param name="Kafka">Where events go to, and products and stock come from.</param>
/// <param name="Admin">The same cluster's administrator.</param>
/// <param name="Schemas">Its schema registry.</param>
/// <param name="Redis">The online store.</param>
/// <param name="Definitions">The features, with the services <c>visitor</c> and <c>trending</c>.</param>
/// <param name="Models">The registered models.</param>
/// <param name="Time">Tells now; a history that is replayed with its own clock needs one of its own.</param>
/// <param name="Exporter">What <c>/metrics</c> serves.</param>
/// <param name="Loggers">Where it logs.</param>
public sealed record ServingParts(
    KafkaConfiguration Kafka, KafkaAdmin Admin, SchemaRegistryClient Schemas, RedisOptions Redis, DefinitionSet Definitions, IModelRegistry Models, TimeProvider Time,
    PrometheusExporter Exporter, ILoggerFactory Loggers);
