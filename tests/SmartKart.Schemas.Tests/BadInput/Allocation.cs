namespace SmartKart.Schemas.Tests.BadInput;

/// <summary>
/// How much a reader may allocate for an input. Per byte of input: the dearest value of one byte is a generic record of one
/// small field, in a list: a record (32 bytes), its values (32), a boxed number (24) and up to three slots of a growing list
/// (24), which are 112; an empty map is 80. Besides that, whatever the input: three exceptions with their stack traces and
/// messages; and, only where a schema has items of no bytes, the 65,536 of them that a message may hold.
/// </summary>
internal static class Allocation
{
    private const long PerByte = 256;
    private const long PerFault = 256 * 1024;
    private const long PerEmptyItem = 128;

    /// <summary>The bound of an input.</summary>
    public static long Bound(int inputBytes, bool hasEmptyItems = false) =>
        PerByte * inputBytes + PerFault + (hasEmptyItems ? PerEmptyItem * AvroReader.MaxEmptyItems : 0);

    /// <summary>Bytes that this thread allocates in an action.</summary>
    public static long Of(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
