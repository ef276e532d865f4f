using System.Text;

namespace SmartKart.Training.Texts;

/// <summary>
/// Text to tokens: each run of letters, digits and the marks that combine with them, of any script, in lower case. Digits are kept, for they tell sizes and
/// models ("13" and "A4"); nothing is stemmed, and no word is left out: weights hold down what is everywhere. Scripts without spaces between words become one
/// token a run.
/// </summary>
internal static class TextTokens
{
    /// <returns>The tokens, in their order, repeated ones included.</returns>
    public static List<string> Of(string? text)
    {
        var (tokens, token) = (new List<string>(), new StringBuilder());
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || (token.Length > 0 && IsMark(rune))) token.Append(Rune.ToLowerInvariant(rune).ToString());
            else End();
        }
        End();
        return tokens;

        void End()
        {
            if (token.Length > 0) tokens.Add(token.ToString());
            token.Clear();
        }
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
