namespace SmartKart.Streams.State.Bytes;

/// <summary>
/// Which keys a scan walks, and in which direction. Beware of <c>condition ? null : bytes</c> for a bound: it is an empty key, not none.
/// </summary>
internal readonly record struct BytesRange
{
    /// <summary>The first key that counts; null for the beginning.</summary>
    public ReadOnlyMemory<byte>? From { get; init; }

    /// <summary>The last key that counts, itself included; null for the end.</summary>
    public ReadOnlyMemory<byte>? To { get; init; }

    /// <summary>From the last key to the first.</summary>
    public bool Reverse { get; init; }

    /// <summary>Only entries whose time (that by which a segmented store files them) is this or later, in ms; a store without segments ignores it.</summary>
    public long TimeFromMs { get; init; }

    /// <summary>Only entries whose time is this or earlier, in ms; a store without segments ignores it.</summary>
    public long TimeToMs { get; init; }

    /// <summary>Every key.</summary>
    public static BytesRange All { get; } = new() { TimeFromMs = long.MinValue, TimeToMs = long.MaxValue };
}
