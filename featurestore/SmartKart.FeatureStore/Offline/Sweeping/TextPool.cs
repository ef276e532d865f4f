using System.Runtime.InteropServices;
using System.Text;

namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>
/// Gives texts that were made lately again instead of anew: actions, products and categories recur, and a key's events name the same few. A text
/// that falls on another's slot takes it, so the pool never grows. Hot path: per text. Not thread safe.
/// </summary>
internal sealed class TextPool
{
    private const int SlotBits = 14;

    /// <summary>Longer texts hardly recur, and cost more to compare than they save.</summary>
    private const int BytesMax = 128;

    private readonly (byte[] Utf8, string Text)[] _texts = new (byte[], string)[1 << SlotBits];

    public string TextOf(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > BytesMax) return Encoding.UTF8.GetString(utf8);
        if (utf8.IsEmpty) return "";     // so that an empty slot is nothing's
        ref var known = ref _texts[SlotOf(utf8)];
        if (!utf8.SequenceEqual(known.Utf8)) known = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        return known.Text;
    }

    // Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4) of eight bytes at a time.
    private static int SlotOf(ReadOnlySpan<byte> utf8)
    {
        const ulong factor = 0x9E3779B97F4A7C15;
        var hash = (ulong)utf8.Length * factor;
        for (; utf8.Length >= sizeof(ulong); utf8 = utf8[sizeof(ulong)..]) hash = Mixed(hash ^ MemoryMarshal.Read<ulong>(utf8));
        var rest = 0UL;
        for (var i = 0; i < utf8.Length; i++) rest |= (ulong)utf8[i] << (8 * i);
        return (int)(Mixed(hash ^ rest) >> (64 - SlotBits));

        static ulong Mixed(ulong value) => (value ^ (value >> 32)) * factor;
    }
}
