using System.Buffers;

namespace SmartKart.Scoring.Trees.Model;

/// <summary>
/// XGBoost writes numbers that are not finite as <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which is not JSON: the threshold of a node
/// that splits by categories is one. In what this returns, null stands in their place.
/// </summary>
internal static class NonFiniteJson
{
    public static ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> text)
    {
        if (text.Span.IndexOf("NaN"u8) < 0 && text.Span.IndexOf("Infinity"u8) < 0) return text;
        var mended = new ArrayBufferWriter<byte>(text.Length + text.Length / 8);
        for (var rest = text.Span; rest.Length > 0;)
        {
            var word = WordAt(rest);
            if (word > 0) mended.Write("null"u8);
            var copied = word > 0 ? 0 : rest[0] == '"' ? StringLength(rest) : 1;
            mended.Write(rest[..copied]);
            rest = rest[(word + copied)..];
        }
        return mended.WrittenMemory;
    }

    private static int WordAt(ReadOnlySpan<byte> text) =>
        text.StartsWith("NaN"u8) ? 3 : text.StartsWith("Infinity"u8) ? 8 : text.StartsWith("-Infinity"u8) ? 9 : 0;

    // From its first quote to its last, or to the end where there is none.
    private static int StringLength(ReadOnlySpan<byte> text)
    {
        var at = 1;
        for (; at < text.Length && text[at] != '"'; at++)
            if (text[at] == '\\') at++;
        return Math.Min(at + 1, text.Length);
    }
}
