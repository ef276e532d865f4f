using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SmartKart.Training.DeepFm.Kernels;

/// <summary>Asks for memory before it is needed: the rows of large tables lie anywhere, so no processor foresees them.</summary>
internal static unsafe class Prefetch
{
    /// <summary>How many rows ahead: about a row's work times this is what memory takes to answer.</summary>
    public const int Ahead = 8;

    /// <summary>Asks for the line of an address; nothing where the processor isn't asked so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
