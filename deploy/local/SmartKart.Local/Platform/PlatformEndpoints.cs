namespace SmartKart.Local.Platform;

/// <summary>Where the parts answer that one <c>smartkart up</c> runs or uses.</summary>
/// <param name="ProcessId">The process that runs them.</param>
/// <param name="BootstrapServers"><c>host:port</c> of the broker.</param>
/// <param name="SchemaRegistry">The registry's address.</param>
/// <param name="Redis">What Redis is connected to by.</param>
/// <param name="RedisProcessId">The server that was started for it; null where it is another's.</param>
/// <param name="Metrics">Where metrics and health are served.</param>
internal sealed record PlatformEndpoints(int ProcessId, string BootstrapServers, string SchemaRegistry, string Redis, int? RedisProcessId, Uri Metrics);
