namespace SmartKart.Broker.Tests.Crash.Loads;

/// <summary>Clients that work while their broker is killed, and know what it promised them.</summary>
internal interface ILoad : IAsyncDisposable
{
    /// <summary>Notes what was promised so far, and holds the broker to it. The load goes on meanwhile.</summary>
    Task CheckAsync(CancellationToken cancellation);

    /// <summary>Ends the load; throws what went wrong in it.</summary>
    Task StopAsync();

    /// <summary>What it did, for people.</summary>
    string Summary { get; }
}
