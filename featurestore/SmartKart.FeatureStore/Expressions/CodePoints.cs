namespace SmartKart.FeatureStore.Expressions;

/// <summary>Texts as sequences of code points, which is what SQL engines count and compare; .NET's are UTF-16 code units.</summary>
internal static class CodePoints
{
    /// <summary>How many there are.</summary>
    internal static int Length(string text)
    {
        var length = text.Length;
        foreach (var unit in text)
        {
            if (char.IsLowSurrogate(unit)) length--;
        }
        return length;
    }

    /// <summary>Code units of the one that begins here.</summary>
    internal static int WidthAt(string text, int at) => char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;

    /// <summary>Code units of the first so many code points, or of all there are.</summary>
    internal static int Width(string text, long count)
    {
        var at = 0;
        for (; count > 0 && at < text.Length; count--) at += WidthAt(text, at);
        return at;
    }

    /// <summary>
    /// Order by code point, which is also that of UTF-8 bytes. It differs from the order of code units only where one side has a surrogate
    /// (U+10000 and above) and the other U+E000 to U+FFFF: those are lifted over the surrogates (Unicode Standard, "UTF-8 Order for UTF-16").
    /// </summary>
    internal static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length) return left.Length - right.Length;
        return Lifted(left[common]) - Lifted(right[common]);

        static int Lifted(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
    }

    /// <summary>From a place, counted from 1, to the end or for so many code points.</summary>
    internal static string Substring(string text, long place, long count)
    {
        var from = Width(text, place - 1);
        var rest = from == 0 ? text : text[from..];
        var width = Width(rest, count);
        return width == rest.Length ? rest : rest[..width];
    }

    /// <summary>The last so many code points, or all there are.</summary>
    internal static string Right(string text, long count)
    {
        var at = text.Length;
        for (; count > 0 && at > 0; count--) at -= at > 1 && char.IsLowSurrogate(text[at - 1]) ? 2 : 1;
        return text[at..];
    }
}
