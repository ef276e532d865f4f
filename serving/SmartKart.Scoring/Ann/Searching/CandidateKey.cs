using System.Runtime.CompilerServices;

namespace SmartKart.Scoring.Ann.Searching;

/// <summary>
/// A row and its distance as one number that sorts by distance, then by row: so two searches of the same rows end in the same order.
/// <code>
/// | distance: 32, its bits turned so that they sort as numbers do | row: 31 | expanded: 1 |
/// </code>
/// </summary>
internal static class CandidateKey
{
    /// <summary>Set once the row's links were followed. The lowest bit, so it never changes an order.</summary>
    public const ulong Expanded = 1;

    private const uint SignBit = 0x8000_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(float distance, int row)
    {
        var bits = BitConverter.SingleToUInt32Bits(distance);
        // Bits of negative floats sort backwards, and after all others: turn all of theirs, and the sign of the others.
        bits ^= (uint)((int)bits >> 31) | SignBit;
        return (ulong)bits << 32 | (uint)row << 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Row(ulong key) => (int)((uint)key >> 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Distance(ulong key)
    {
        var bits = (uint)(key >> 32);
        return BitConverter.UInt32BitsToSingle(bits ^ (((bits >> 31) - 1) | SignBit));
    }
}
