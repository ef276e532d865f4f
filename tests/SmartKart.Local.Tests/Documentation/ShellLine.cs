using System.Text;

namespace SmartKart.Local.Tests.Documentation;

/// <summary>A line of a shell as far as pages have them: words, quotes, comments, and operators between commands.</summary>
internal static class ShellLine
{
    private const string Operators = ";|&<>";

    /// <summary>The words of each of its commands; what it redirects to is one of its own.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Commands(string line)
    {
        var (commands, words, word) = (new List<IReadOnlyList<string>>(), new List<string>(), default(StringBuilder));
        for (var at = 0; at < line.Length; at++)
        {
            var letter = line[at];
            if (letter == '#' && word is null) break;
            if (letter is ' ' or '\t' || Operators.Contains(letter)) EndWord();
            if (Operators.Contains(letter)) EndCommand();
            else if (letter is '\'' or '"')
            {
                word ??= new StringBuilder();
                var end = line.IndexOf(letter, at + 1) is var found && found < 0 ? line.Length : found;
                word.Append(line, at + 1, end - at - 1);
                at = end;
            }
            else if (letter is not (' ' or '\t')) (word ??= new StringBuilder()).Append(letter);
        }
        EndWord();
        EndCommand();
        return commands;

        void EndWord()
        {
            if (word is not null) words.Add(word.ToString());
            word = null;
        }

        void EndCommand()
        {
            if (words.Count > 0) commands.Add(words);
            words = [];
        }
    }
}
