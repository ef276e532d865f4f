using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SmartKart.Backfill.Histories.Mapping.Reading;

/// <summary>
/// Reads a mapping's documents from the parser's events, which know each place. Of YAML it takes texts, lists and keys; what stands for
/// something written elsewhere, or gives a value another type, is refused.
/// </summary>
internal sealed class MappingYaml
{
    private const int MaxDepth = 16;

    private readonly string _file;
    private readonly Parser _parser;

    private MappingYaml(string file, string text) => (_file, _parser) = (file, new Parser(new StringReader(text)));

    /// <summary>The documents that aren't empty.</summary>
    /// <exception cref="MappingException">The text is no YAML, or more of YAML than a mapping needs.</exception>
    public static IReadOnlyList<MappingNode> Read(string file, string text)
    {
        var documents = new List<MappingNode>();
        var reader = new MappingYaml(file, text);
        try
        {
            while (reader._parser.MoveNext())
            {
                if (reader._parser.Current is not DocumentStart) continue;
                reader.Next();
                if (reader._parser.Current is not Scalar { Value.Length: 0, Style: ScalarStyle.Plain }) documents.Add(reader.Value(1));
            }
            return documents;
        }
        catch (YamlException fault)
        {
            throw reader.Fault(fault.Start, $"this is no YAML: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", fault);
        }
        catch (InvalidOperationException fault)
        {
            // YamlDotNet's scanner loses count of unclosed brackets, and then its own state; it knows only how far it came.
            throw reader.Fault(reader._parser.Current?.End ?? Mark.Empty, "this is no YAML: from here on brackets don't match. Close what is open.", fault);
        }
    }

    private MappingNode Value(int depth)
    {
        var node = _parser.Current!; // the caller stands on a value
        if (depth > MaxDepth) throw new YamlException(node.Start, node.End, $"values lie more than {MaxDepth} levels deep");
        if (node is AnchorAlias or NodeEvent { Anchor.IsEmpty: false } or NodeEvent { Tag.IsEmpty: false })
            throw new YamlException(node.Start, node.End, "an anchor, an alias or a tag has no place in a mapping; write the value out");
        return node switch
        {
            Scalar scalar => new TextNode(Place(scalar.Start), scalar.Value),
            SequenceStart => List(Place(node.Start), depth),
            _ => Keys(Place(node.Start), depth),
        };
    }

    private ListNode List(MappingPosition at, int depth)
    {
        var items = new List<MappingNode>();
        for (Next(); _parser.Current is not SequenceEnd; Next()) items.Add(Value(depth + 1));
        return new ListNode(at, items);
    }

    private KeysNode Keys(MappingPosition at, int depth)
    {
        var entries = new List<KeyValuePair<TextNode, MappingNode>>();
        for (Next(); _parser.Current is not MappingEnd; Next())
        {
            var start = _parser.Current!;
            if (Value(depth + 1) is not TextNode key) throw new YamlException(start.Start, start.End, "a key is a name; write 'name: value'");
            if (entries.Any(entry => entry.Key.Text == key.Text))
                throw new YamlException(start.Start, start.End, $"the key '{key.Text}' stands here twice; keep one");
            Next();
            entries.Add(new(key, Value(depth + 1)));
        }
        return new KeysNode(at, entries);
    }

    private void Next()
    {
        var (start, end) = (_parser.Current?.Start ?? Mark.Empty, _parser.Current?.End ?? Mark.Empty);
        if (!_parser.MoveNext()) throw new YamlException(start, end, "it ends within a value");
    }

    private MappingException Fault(Mark at, string problem, Exception cause) => new([new MappingFault(Place(at), "", problem)], cause);

    private MappingPosition Place(Mark mark) => new(_file, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));
}
