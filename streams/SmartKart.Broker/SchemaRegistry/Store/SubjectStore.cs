namespace SmartKart.Broker.SchemaRegistry;

/// <summary>
/// The registry's state and the one way to change it: decide, append to the log, wait until it is durable, apply. Writers take turns;
/// readers take <see cref="State"/> and never wait. What is visible is durable, so nothing is ever answered that a crash could undo.
/// </summary>
internal sealed class SubjectStore : IDisposable
{
    private readonly SchemaLog _log;
    private readonly SemaphoreSlim _turn = new(1, 1);        // guards the log and the next state
    private RegistryState _state;

    private SubjectStore(SchemaLog log, RegistryState state) => (_log, _state) = (log, state);

    public RegistryState State => Volatile.Read(ref _state);

    /// <exception cref="RegistryLogException">The log holds what cannot be read.</exception>
    public static SubjectStore Open(SchemaLog log) => new(log, log.Replay().Aggregate(RegistryState.Empty, (state, record) => state.Apply(record)));

    /// <summary>Carries out what a request comes to.</summary>
    /// <param name="decide">From a state, without side effects: it may be asked again when another writer was first.</param>
    /// <param name="cancellation">Stops waiting for a turn. Once begun, a change is completed.</param>
    public async Task<T> ChangeAsync<T>(Func<RegistryState, Decision<T>> decide, CancellationToken cancellation)
    {
        // Outside the turn: most producers register what is registered, and parsing is most of the work.
        var seen = State;
        var decision = decide(seen);
        if (decision.Records.Count == 0) return decision.Answer;
        await _turn.WaitAsync(cancellation);
        try
        {
            if (!ReferenceEquals(seen, _state)) decision = decide(_state);
            if (decision.Records.Count == 0) return decision.Answer;
            await _log.AppendAsync(decision.Records);
            Volatile.Write(ref _state, decision.Records.Aggregate(_state, (state, record) => state.Apply(record)));
            return decision.Answer;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
