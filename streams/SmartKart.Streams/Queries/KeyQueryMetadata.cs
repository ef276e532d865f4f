namespace SmartKart.Streams.Queries;

/// <summary>Which instance holds a key of a store.</summary>
/// <param name="Task">The task that holds it.</param>
/// <param name="ProcessId">The process that runs the task; null where nobody does at the moment.</param>
/// <param name="Server">Where that process answers queries, <c>host:port</c>; null where it doesn't.</param>
/// <param name="IsLocal">It is this very instance.</param>
public sealed record KeyQueryMetadata(TaskId Task, string? ProcessId, string? Server, bool IsLocal);
