namespace SmartKart.Broker.Security;

/// <summary>How far one connection has proved who is at its other end. One connection's; not shared.</summary>
internal sealed class Authentication
{
    /// <summary>Who proved nothing, where nothing was asked.</summary>
    public const string Anonymous = "User:ANONYMOUS";

    /// <summary>Whether requests other than those of authentication are taken.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Who it is, as Kafka writes it: <c>User:name</c>.</summary>
    public string Principal { get; private set; } = Anonymous;
}
