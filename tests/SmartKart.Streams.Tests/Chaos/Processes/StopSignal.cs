using System.Runtime.InteropServices;

namespace SmartKart.Streams.Tests.Chaos.Processes;

/// <summary>SIGTERM, for a program that stops in good order.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _registration;

    public StopSignal() => _registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
    {
        signal.Cancel = true;
        _asked.TrySetResult();
    });

    public Task Asked => _asked.Task;

    public void Dispose() => _registration.Dispose();
}
