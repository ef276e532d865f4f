namespace SmartKart.Broker;

/// <summary>
/// Something that the broker cannot do, or data that it cannot trust. Its leaves say which; the message says what, where and
/// the remedy.
/// </summary>
public abstract class BrokerException : Exception
{
    private protected BrokerException(string message, Exception? cause = null) : base(message, cause) { }
}
