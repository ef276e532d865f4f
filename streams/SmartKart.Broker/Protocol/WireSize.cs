namespace SmartKart.Broker.Protocol;

/// <summary>What things take on the wire, in bytes.</summary>
internal static class WireSize
{
    public const int Uuid = 16;

    /// <summary>The length in front of every request and response.</summary>
    public const int FrameLength = sizeof(int);
}
