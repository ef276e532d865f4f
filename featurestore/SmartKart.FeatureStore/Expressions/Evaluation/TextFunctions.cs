using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>What functions of texts give. Letters change case within ASCII: beyond it the engines differ.</summary>
internal static class TextFunctions
{
    /// <summary>What casts accept: more than this, each engine takes in its own way. The same rules for the SQL engines, in RE2's syntax.</summary>
    internal const string Int64Pattern = "^-?[0-9]+$";

    /// <inheritdoc cref="Int64Pattern"/>
    internal const string DoublePattern = "^-?[0-9]{1,300}(?:[.][0-9]{1,300})?$";

    private const int MaxDigits = 300;

    internal static string Lower(string text)
    {
        var changes = text.AsSpan().IndexOfAnyInRange('A', 'Z') >= 0;
        return !changes ? text : string.Create(text.Length, text, static (lower, from) =>
        {
            for (var i = 0; i < from.Length; i++) lower[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
        });
    }

    internal static string Upper(string text)
    {
        var changes = text.AsSpan().IndexOfAnyInRange('a', 'z') >= 0;
        return !changes ? text : string.Create(text.Length, text, static (upper, from) =>
        {
            for (var i = 0; i < from.Length; i++) upper[i] = char.IsAsciiLetterLower(from[i]) ? (char)(from[i] & ~0x20) : from[i];
        });
    }

    /// <summary>A part between separators, counted from 1. An empty one is as one that isn't there.</summary>
    internal static bool TrySplitPart(string text, string separator, long place, [MaybeNullWhen(false)] out string part)
    {
        var rest = text.AsSpan();
        part = null;
        while (true)
        {
            var end = rest.IndexOf(separator, StringComparison.Ordinal);
            if (--place == 0)
            {
                var found = end < 0 ? rest : rest[..end];
                if (found.IsEmpty) return false;
                part = found.ToString();
                return true;
            }
            if (end < 0) return false;
            rest = rest[(end + separator.Length)..];
        }
    }

    /// <summary>Digits, after a minus or not.</summary>
    internal static bool TryInt64(string text, out long value)
    {
        value = 0;
        return DigitsAt(text, Start(text)) == text.Length - Start(text) && text.Length > Start(text)
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Digits, after a minus or not, and digits after a point or not; no exponent.</summary>
    internal static bool TryDouble(string text, out double value)
    {
        value = 0;
        var at = Start(text);
        var digits = DigitsAt(text, at);
        if (digits is 0 or > MaxDigits) return false;
        at += digits;
        if (at < text.Length)
        {
            var fraction = text[at] == '.' ? DigitsAt(text, at + 1) : 0;
            if (fraction is 0 or > MaxDigits || at + 1 + fraction != text.Length) return false;
        }
        value = double.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return true;
    }

    private static int Start(string text) => text.StartsWith('-') ? 1 : 0;

    private static int DigitsAt(string text, int at)
    {
        var end = text.AsSpan(at).IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length - at : end;
    }
}
