using SmartKart.Broker.Messages;

namespace SmartKart.Broker.Handlers;

/// <summary>One request's circumstances.</summary>
internal sealed class RequestContext
{
    private List<IDisposable>? _leases;

    /// <summary>What is asked.</summary>
    public required Api Api { get; init; }

    /// <summary>The version it is asked in, one that <see cref="Api"/> speaks.</summary>
    public required short Version { get; init; }

    /// <summary>What the client calls itself; null where it does not.</summary>
    public required string? ClientId { get; init; }

    /// <summary>The connection it came over.</summary>
    public required IClient Client { get; init; }

    /// <summary>Ends a wait when the client has gone or the broker stops.</summary>
    public required CancellationToken Cancellation { get; init; }

    /// <summary>Keeps something the response refers to until the response is sent, or never will be.</summary>
    public void Lease(IDisposable lease) => (_leases ??= []).Add(lease);

    public void Release()
    {
        if (_leases is null) return;
        foreach (var lease in _leases) lease.Dispose();
        _leases = null;
    }
}
