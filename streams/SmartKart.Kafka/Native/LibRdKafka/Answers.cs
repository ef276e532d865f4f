using System.Runtime.InteropServices;

namespace SmartKart.Kafka.Native.LibRdKafka;

/// <summary>Reads what an answer holds.</summary>
internal static unsafe class Answers
{
    /// <summary>Text that must be there.</summary>
    internal static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "";

    /// <summary>Text that may be absent; librdkafka gives some as empty.</summary>
    internal static string? TextOrNull(nint text) => Marshal.PtrToStringUTF8(text) is { Length: > 0 } some ? some : null;

    /// <summary>Reads each of an array of pointers.</summary>
    internal static T[] Each<T>(nint* elements, nuint count, Func<nint, T> read)
    {
        var all = new T[(int)count];
        for (var at = 0; at < all.Length; at++) all[at] = read(elements[at]);
        return all;
    }
}
