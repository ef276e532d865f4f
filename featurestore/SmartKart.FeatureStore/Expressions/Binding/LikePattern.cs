using System.Text;

namespace SmartKart.FeatureStore.Expressions.Binding;

/// <summary>
/// A pattern of <c>like</c>, read once: <c>%</c> is any text, <c>_</c> one code point, anything else is itself, and so is what follows the
/// escape character. It is kept as characters with, beside each, what it is.
/// </summary>
internal sealed class LikePattern
{
    private readonly string _characters;
    private readonly Part[] _parts;

    private LikePattern(string characters, Part[] parts) => (_characters, _parts) = (characters, parts);

    private enum Part : byte
    {
        Itself,
        AnyCodePoint,
        AnyText,
    }

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">As written.</param>
    /// <param name="escape">One code point, or null where nothing escapes.</param>
    /// <param name="faultAt">Where an escape character escapes nothing; -1 where the pattern is sound.</param>
    internal static LikePattern Read(string pattern, string? escape, out int faultAt)
    {
        var (characters, parts) = (new StringBuilder(), new List<Part>());
        faultAt = -1;
        for (var at = 0; at < pattern.Length; at++)
        {
            if (escape is not null && pattern.AsSpan(at).StartsWith(escape))
            {
                var next = at + escape.Length;
                var isEscapable = next < pattern.Length && (pattern[next] is '%' or '_' || pattern.AsSpan(next).StartsWith(escape));
                if (!isEscapable && faultAt < 0) faultAt = at;
                if (!isEscapable) continue;
                var length = pattern[next] is '%' or '_' ? 1 : escape.Length;
                characters.Append(pattern, next, length);
                for (var i = 0; i < length; i++) parts.Add(Part.Itself);
                at = next + length - 1;
                continue;
            }
            characters.Append(pattern[at]);
            parts.Add(pattern[at] switch { '%' => Part.AnyText, '_' => Part.AnyCodePoint, _ => Part.Itself });
        }
        return new LikePattern(characters.ToString(), [.. parts]);
    }

    /// <summary>
    /// Whether a text is of the pattern. Where a part fails, only the last <c>%</c> takes one more code point: earlier ones never need to, so
    /// the time is at most text times pattern. Hot path: nothing is allocated.
    /// </summary>
    internal bool Matches(string text)
    {
        var (at, part, retryPart, retryAt) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (part < _parts.Length && _parts[part] == Part.AnyText)
            {
                (retryPart, retryAt) = (++part, at);
                continue;
            }
            if (part < _parts.Length && _parts[part] == Part.AnyCodePoint)
            {
                at += CodePoints.WidthAt(text, at);
                part++;
            }
            else if (part < _parts.Length && _characters[part] == text[at])
            {
                at++;
                part++;
            }
            else if (retryPart >= 0)
            {
                retryAt += CodePoints.WidthAt(text, retryAt);
                (at, part) = (retryAt, retryPart);
            }
            else
            {
                return false;
            }
        }
        while (part < _parts.Length && _parts[part] == Part.AnyText) part++;
        return part == _parts.Length;
    }

    /// <summary>The pattern with a backslash as its escape character, which two of the dialects cannot be rid of.</summary>
    internal string WithBackslash()
    {
        var pattern = new StringBuilder();
        for (var i = 0; i < _parts.Length; i++)
        {
            if (_parts[i] == Part.Itself && _characters[i] is '%' or '_' or '\\') pattern.Append('\\');
            pattern.Append(_characters[i]);
        }
        return pattern.ToString();
    }
}
