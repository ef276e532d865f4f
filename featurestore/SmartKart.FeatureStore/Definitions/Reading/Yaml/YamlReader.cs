using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SmartKart.FeatureStore.Definitions.Reading.Yaml;

/// <summary>
/// Reads the documents of one file from the parser's events, which know each place. Of YAML it takes texts, lists and mappings: anchors,
/// aliases, tags and merge keys let a definition mean something that isn't written where it is read, and are refused.
/// </summary>
internal sealed class YamlReader
{
    /// <summary>The longest file, in characters.</summary>
    internal const int MaxLength = 4 * 1024 * 1024;

    /// <summary>How deep a document may be: a definition needs six levels.</summary>
    private const int MaxDepth = 16;

    private readonly string _file;
    private readonly FaultList _faults;
    private readonly Parser _parser;

    private YamlReader(string file, string text, FaultList faults)
    {
        _file = file;
        _faults = faults;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The documents that aren't empty, up to the first place where the file is no YAML.</summary>
    internal static IReadOnlyList<YamlValue> Read(string file, string text, FaultList faults)
    {
        var documents = new List<YamlValue>();
        if (text.Length > MaxLength)
        {
            faults.Add(new DefinitionPosition(file, 1, 1), "", $"the file has {text.Length} characters, and {MaxLength} is the most. Divide it.");
            return documents;
        }
        var reader = new YamlReader(file, text, faults);
        try
        {
            while (reader._parser.MoveNext())
            {
                if (reader._parser.Current is not DocumentStart) continue;
                reader.Next();
                if (!reader.IsEmpty()) documents.Add(reader.Value(1));
            }
        }
        catch (YamlException fault)
        {
            faults.Add(reader.Place(fault.Start), "", $"this is no YAML: {Sentence(fault.Message)} The rest of the file wasn't read.");
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner loses count of unclosed brackets, and then its own state; it knows only how far it came.
            faults.Add(reader.Place(reader._parser.Current?.End ?? Mark.Empty), "", "this is no YAML: from here on brackets don't match. "
                + "Close what is open. The rest of the file wasn't read.");
        }
        return documents;
    }

    // A document without content is a plain text without characters.
    private bool IsEmpty() => _parser.Current is Scalar { Value.Length: 0, Style: ScalarStyle.Plain, Anchor.IsEmpty: true };

    private YamlValue Value(int depth)
    {
        var node = _parser.Current!;                             // the caller stands on a value
        if (depth > MaxDepth)
            throw new YamlException(node.Start, node.End, $"values lie more than {MaxDepth} levels deep; a definition needs no such depth.");
        var at = Place(node.Start);
        var isRefused = IsRefused(node, at);
        YamlValue value = node switch
        {
            Scalar scalar => new YamlText(at, scalar.Value, TextOffset(scalar)),
            SequenceStart => List(at, depth),
            MappingStart => Mapping(at, depth),
            _ => new YamlRefused(at),
        };
        return isRefused ? new YamlRefused(at) : value;
    }

    private bool IsRefused(ParsingEvent node, DefinitionPosition at)
    {
        var problem = node switch
        {
            AnchorAlias alias => $"'*{alias.Value}' stands for something written elsewhere. Write it out here: a definition is read where it stands.",
            NodeEvent { Anchor.IsEmpty: false } named => $"'&{named.Anchor}' names a value for use elsewhere. Leave it out, "
                + "and write the value where it is used.",
            NodeEvent { Tag.IsEmpty: false } tagged => $"'{tagged.Tag}' gives a value another type. Leave it out: each key says what it takes.",
            _ => null,
        };
        if (problem is not null) _faults.Add(at, "", problem);
        return problem is not null;
    }

    private YamlList List(DefinitionPosition at, int depth)
    {
        var items = new List<YamlValue>();
        for (Next(); _parser.Current is not SequenceEnd; Next()) items.Add(Value(depth + 1));
        return new YamlList(at, items);
    }

    private YamlMapping Mapping(DefinitionPosition at, int depth)
    {
        var entries = new List<KeyValuePair<YamlText, YamlValue>>();
        var seen = new Dictionary<string, DefinitionPosition>(StringComparer.Ordinal);
        for (Next(); _parser.Current is not MappingEnd; Next())
        {
            var key = Value(depth + 1);
            Next();
            var value = Value(depth + 1);
            if (key is not YamlText name)
            {
                if (key is not YamlRefused) _faults.Add(key.At, "", $"a key is a name, and this is {key.Kind}. Write 'name: value'.");
            }
            else if (name.Text == "<<")
                _faults.Add(name.At, "", "'<<' merges what is written elsewhere. Write the keys out here: a definition is read where it stands.");
            else if (!seen.TryAdd(name.Text, name.At))
                _faults.Add(name.At, name.Text, $"this key stands here already, at line {seen[name.Text].Line}. Keep one of them.");
            else
                entries.Add(new(name, value));
        }
        return new YamlMapping(at, entries);
    }

    // What opens closes: the parser that stops before has met something that it couldn't name.
    private void Next()
    {
        var (start, end) = (_parser.Current?.Start ?? Mark.Empty, _parser.Current?.End ?? Mark.Empty);
        if (!_parser.MoveNext()) throw new YamlException(start, end, "it ends within a value.");
    }

    private static int TextOffset(Scalar scalar)
    {
        var quotes = scalar.Style switch
        {
            ScalarStyle.Plain => 0,
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => 1,
            _ => -1,
        };
        var isAsWritten = scalar.Start.Line == scalar.End.Line && scalar.End.Column - scalar.Start.Column == scalar.Value.Length + 2 * quotes;
        return quotes >= 0 && isAsWritten ? quotes : -1;
    }

    private DefinitionPosition Place(Mark mark) => new(_file, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    private static string Sentence(string message) => message.ReplaceLineEndings(" ").TrimEnd('.') + ".";
}
