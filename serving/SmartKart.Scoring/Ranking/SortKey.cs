namespace SmartKart.Scoring.Ranking;

/// <summary>
/// A score and its item in 64 bits that sort as a list does: the greater score first, then the lower item. A float's bits, read as an integer, ascend with it
/// where it is positive and descend where it is negative; −0 counts as 0.
/// <code>  32 bits  the score, turned so that greater ones are lower | 32 bits  the item  </code>
/// </summary>
internal static class SortKey
{
    public static ulong Of(float score, int item)
    {
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        var ascending = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
        return (ulong)~ascending << 32 | (uint)item;
    }

    public static int Item(ulong key) => (int)(uint)key;

    public static float Score(ulong key)
    {
        var ascending = ~(uint)(key >> 32);
        return BitConverter.UInt32BitsToSingle((ascending & 0x8000_0000) != 0 ? ascending & 0x7FFF_FFFF : ~ascending);
    }
}
