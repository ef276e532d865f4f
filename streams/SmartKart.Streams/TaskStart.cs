namespace SmartKart.Streams;

/// <summary>A task began to process on this instance.</summary>
/// <param name="Task">Which.</param>
/// <param name="Thread">The thread that runs it.</param>
/// <param name="FoundStandby">Its state was here already, kept up to date by a standby.</param>
/// <param name="SinceAssigned">How long after its last partition came: what restoring its state took.</param>
public readonly record struct TaskStart(TaskId Task, string Thread, bool FoundStandby, TimeSpan SinceAssigned);
