using System.Globalization;
using System.IO.Compression;
using System.Text;
using SmartKart.Warehouse;

namespace SmartKart.Backfill.Histories.Files;

/// <summary>
/// How a CSV file is laid out, as options of DuckDB's reader. Its sniffer guesses from the first lines, and a single broken one makes it take the
/// file for something else; here the first line says what the columns are called and by what they are parted.
/// </summary>
internal static class CsvLayout
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>The options. A line with too few values is one whose last are missing; a line with too many is an error.</summary>
    /// <exception cref="HistoryFormatException">The first line names no columns, or one of them twice.</exception>
    public static string Of(string path)
    {
        var isCompressed = Path.GetExtension(path).Equals(".gz", StringComparison.OrdinalIgnoreCase);
        var encoding = isCompressed ? "utf-8" : CsvEncoding.Of(path);
        using var file = File.OpenRead(path);
        using Stream content = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content, encoding == "utf-8" ? Encoding.UTF8 : Encoding.Latin1);
        var head = reader.ReadLine() ?? "";
        var separator = Separators.MaxBy(each => head.Count(character => character == each));
        var names = Names(head, separator);
        if (head.Trim().Length == 0 || names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Count)
            throw new HistoryFormatException(path,
                $"its first line is '{head}', which names no columns, or one twice. Put the columns' names there, each another.");
        var columns = string.Join(", ", names.Select(name => $"{SqlText.Literal(name)}: 'VARCHAR'"));
        return $"auto_detect = false, header = true, null_padding = true, delim = {SqlText.Literal($"{separator}")}, quote = '\"', escape = '\"', "
            + $"encoding = '{encoding}', columns = {{{columns}}}";
    }

    // Names between quotes may hold the separator, and quotes that are doubled.
    private static List<string> Names(string line, char separator)
    {
        var (names, name, isQuoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var character in line)
        {
            if (character == '"') isQuoted = !isQuoted;
            if (character != separator || isQuoted)
            {
                name.Append(character);
                continue;
            }
            names.Add(Unquoted(name.ToString()));
            name.Clear();
        }
        names.Add(Unquoted(name.ToString()));
        // A row's number, as some programs write it first, has no name.
        return [.. names.Select((each, index) => each.Length > 0 ? each : string.Create(CultureInfo.InvariantCulture, $"column{index}"))];
    }

    private static string Unquoted(string name) =>
        name.Trim() is ['"', .. var inner, '"'] ? inner.Replace("\"\"", "\"", StringComparison.Ordinal) : name.Trim();
}
