using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace SmartKart.Schemas;

/// <summary>Strings to UTF-8 and back, refusing on both sides what is no text. Hot path: per string.</summary>
internal static class Utf8Text
{
    /// <summary>A string of its own from UTF-8.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="offset">Where the value began, for the error.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static string Decode(ReadOnlySpan<byte> utf8, int offset)
    {
        // ASCII is its own Latin-1, whose decoder widens in one pass: no count of characters first.
        if (Ascii.IsValid(utf8)) return Encoding.Latin1.GetString(utf8);
        if (!Utf8.IsValid(utf8)) AvroFault.NotUtf8(offset);
        return Encoding.UTF8.GetString(utf8);
    }

    /// <summary>UTF-8 of a string, into a span that holds at least three bytes a character or as many as the text needs.</summary>
    /// <returns>Bytes written.</returns>
    public static int Encode(string text, Span<byte> output, int offset, string field)
    {
        var status = Utf8.FromUtf16(text, output, out _, out var written, replaceInvalidSequences: false);
        if (status == OperationStatus.DestinationTooSmall) AvroFault.OutputFull(offset, field);
        if (status == OperationStatus.InvalidData) AvroFault.NotUnicode(offset, field);
        return written;
    }
}
