using System.Runtime.InteropServices;
using System.Text;
using SmartKart.Schemas;

namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>
/// The strings of texts that were read lately. Ids and categories come again and again, and making a string of each is all that reading an event
/// would allocate. One place per hash, where the last text wins: what is rare is forgotten by itself. Hot path: per text.
/// </summary>
public sealed class TextPool
{
    private const int Places = 4096;
    private const int MaxBytes = 64;         // longer texts are no ids: titles, queries, addresses
    private const ulong Multiplier = 0x9E3779B97F4A7C15;     // 2^64 / the golden ratio (Knuth, TAOCP 3, 6.4)

    private readonly Known[] _texts = new Known[Places];

    /// <summary>Reads a string.</summary>
    public string Read(ref AvroReader reader)
    {
        var start = reader;
        var utf8 = reader.ReadBytes();
        if (utf8.Length > MaxBytes)
        {
            reader = start;
            return reader.ReadString();
        }
        var hash = HashOf(utf8);
        ref var known = ref _texts[(int)(hash % Places)];
        // The hash first: another text's characters would have to be fetched from memory to be found different. What is equal to a string's
        // characters byte by byte is ASCII, and needs no further check.
        if (known.Hash == hash && known.Text is { } text && Ascii.Equals(utf8, text)) return text;
        reader = start;
        known = new Known(hash, reader.ReadString());
        return known.Text!;          // just read
    }

    private static ulong HashOf(ReadOnlySpan<byte> utf8)
    {
        var hash = (ulong)utf8.Length;
        for (; utf8.Length >= sizeof(ulong); utf8 = utf8[sizeof(ulong)..]) hash = Mix(hash ^ MemoryMarshal.Read<ulong>(utf8));
        for (var i = 0; i < utf8.Length; i++) hash = (hash << 8) ^ (hash >> 56) ^ utf8[i];
        return Mix(hash);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low;
    }

    private readonly record struct Known(ulong Hash, string? Text);
}
