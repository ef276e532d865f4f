namespace SmartKart.Local.Terminal;

/// <summary>Waits for whoever started the command to stop it: Ctrl-C, or SIGTERM. For a command that runs until then, that is its good end.</summary>
internal static class StopSignal
{
    public static async Task WaitAsync(CancellationToken cancel)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancel.Register(stopped.SetResult);
        await stopped.Task;
    }
}
