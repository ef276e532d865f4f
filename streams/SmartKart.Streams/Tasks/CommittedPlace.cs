namespace SmartKart.Streams.Tasks;

/// <summary>What was committed of a partition.</summary>
/// <param name="Offset">The offset to go on from; -1 where none was committed.</param>
/// <param name="TimeMs">The partition's time at that offset; -1 where none was committed.</param>
internal readonly record struct CommittedPlace(long Offset, long TimeMs)
{
    public static CommittedPlace None { get; } = new(-1, -1);
}
