namespace SmartKart.Broker.Security.Sasl;

/// <summary>Where one token of the client has led.</summary>
/// <param name="Reply">What the client is sent, where it has not failed.</param>
/// <param name="User">Whom it proved to be; null until it has.</param>
/// <param name="Failure">Why it failed, for the broker's log and never for the client: it says whether the name or the password was wrong.</param>
internal readonly record struct SaslStep(byte[] Reply, string? User = null, string? Failure = null)
{
    public static SaslStep Failed(string reason) => new([], Failure: reason);
}
