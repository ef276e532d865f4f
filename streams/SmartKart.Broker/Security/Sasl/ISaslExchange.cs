namespace SmartKart.Broker.Security.Sasl;

/// <summary>One attempt to authenticate by one mechanism.</summary>
internal interface ISaslExchange
{
    /// <summary>Takes the client's next token. Not to be called again after a step that proved a user or failed.</summary>
    SaslStep Next(ReadOnlySpan<byte> token);
}
