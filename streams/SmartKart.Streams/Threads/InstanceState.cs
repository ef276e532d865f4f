using Microsoft.Extensions.Logging;

namespace SmartKart.Streams.Threads;

/// <summary>The state of an instance, and who is told of its changes: one after the other, in order. Any thread.</summary>
internal sealed class InstanceState(string applicationId, ILogger logger)
{
    private readonly Lock _gate = new(); // guards the state, and keeps the order of what is told

    public event Action<StateChange>? Changed;

    public KafkaStreamsState Current { get; private set; }

    /// <summary>Goes to a state, wherever it is.</summary>
    public void Go(KafkaStreamsState state, string reason)
    {
        lock (_gate) Set(state, reason);
    }

    /// <summary>Goes to a state, if it is in the one that is expected.</summary>
    public bool TryGo(KafkaStreamsState state, string reason, KafkaStreamsState from)
    {
        lock (_gate)
        {
            if (Current != from) return false;
            Set(state, reason);
            return true;
        }
    }

    private void Set(KafkaStreamsState state, string reason)
    {
        if (state == Current) return;
        var change = new StateChange(Current, state, reason);
        Current = state;
        Log.StateChanged(logger, applicationId, change.Old, change.New, reason);
        Changed?.Invoke(change);
    }
}
