namespace SmartKart.Broker.Protocol;

/// <summary>
/// The head of the tagged fields at the end of one structure: their number, which goes in front of the first of them, or of
/// nothing, and then each one's tag and size.
/// </summary>
/// <param name="count">How many the structure sends.</param>
internal struct TagWriter(int count)
{
    private const int Announced = -1;

    private int _toAnnounce = count;

    public void Tag<TOutput>(ref WireWriter<TOutput> wire, int tag, long size) where TOutput : struct, IMessageOutput, allows ref struct
    {
        Announce(ref wire);
        wire.Output.Varint((uint)tag);
        wire.Output.Varint((uint)size);
    }

    /// <summary>Writes the number, unless that is done.</summary>
    public void Announce<TOutput>(ref WireWriter<TOutput> wire) where TOutput : struct, IMessageOutput, allows ref struct
    {
        if (_toAnnounce == Announced)
            return;
        wire.Output.Varint((uint)_toAnnounce);
        _toAnnounce = Announced;
    }
}
