namespace SmartKart.Broker.SchemaRegistry;

/// <summary>A request that the registry refuses. <see cref="RegistryError"/> makes them all.</summary>
internal sealed class RegistryException(int code, string message, Exception? cause = null) : BrokerException(message, cause)
{
    /// <summary>As clients read it in <c>error_code</c>.</summary>
    public int Code { get; } = code;

    /// <summary>The HTTP status: the code itself, or its first three digits.</summary>
    public int Status => Code < 1_000 ? Code : Code / 100;
}
