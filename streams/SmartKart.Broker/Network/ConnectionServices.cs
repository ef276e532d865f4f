using Microsoft.Extensions.Logging;
using SmartKart.Broker.Telemetry;

namespace SmartKart.Broker.Network;

/// <summary>What all connections share.</summary>
internal sealed record ConnectionServices(RequestRouter Router, NetworkLimits Limits, RequestMemory Memory, BrokerMetrics Metrics, TimeProvider Time, ILogger Log);
