using System.Runtime.InteropServices;
using System.Text;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>
/// The strings of texts that were read lately. Ids and categories come again and again, and making a string of each is all that reading an event
/// would allocate. One place per hash, where the last text wins: what is rare is forgotten by itself. Hot path: per text.
/// </summary>
internal sealed class TextPool
{
    private const int Places = 4096;
    private const int MaxBytes = 64;         // longer texts are no ids: titles, queries, addresses
    private const ulong Multiplier = 0x9E3779B97F4A7C15;     // 2^64 / the golden ratio (Knuth, TAOCP 3, 6.4)

    private readonly string?[] _texts = new string?[Places];

    /// <summary>Reads a string.</summary>
    internal string Read(ref AvroReader reader)
    {
        var start = reader;
        var utf8 = reader.ReadBytes();
        if (utf8.Length > MaxBytes)
        {
            reader = start;
            return reader.ReadString();
        }
        ref var known = ref _texts[PlaceOf(utf8)];
        // What is equal to a string's characters byte by byte is ASCII, and needs no further check.
        if (known is not null && Ascii.Equals(utf8, known)) return known;
        reader = start;
        return known = reader.ReadString();
    }

    private static int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        var hash = (ulong)utf8.Length;
        for (; utf8.Length >= sizeof(ulong); utf8 = utf8[sizeof(ulong)..]) hash = Mix(hash ^ MemoryMarshal.Read<ulong>(utf8));
        for (var i = 0; i < utf8.Length; i++) hash = (hash << 8) ^ (hash >> 56) ^ utf8[i];
        return (int)(Mix(hash) % Places);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }
}
