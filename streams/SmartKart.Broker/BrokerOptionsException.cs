namespace SmartKart.Broker;

/// <summary>An option that the broker cannot start with; the message names its key.</summary>
public sealed class BrokerOptionsException : BrokerException
{
    internal BrokerOptionsException(string message, Exception? cause = null) : base(message, cause) { }
}
