using System.Text;
using System.Text.Json;

namespace SmartKart.Schemas;

/// <summary>The kinds of a <see cref="JsonValue"/>.</summary>
public enum JsonKind
{
    /// <summary>null</summary>
    Null,
    /// <summary>true</summary>
    True,
    /// <summary>false</summary>
    False,
    /// <summary>A number, kept as it was written.</summary>
    Number,
    /// <summary>A string, unescaped.</summary>
    String,
    /// <summary>An array.</summary>
    Array,
    /// <summary>An object, its members in the order written.</summary>
    Object,
}

/// <summary>
/// JSON that knows where each of its values stood, so that an error can name file, line and column. Numbers keep their
/// text: a default of 0.1 is printed again as 0.1.
/// </summary>
public sealed class JsonValue
{
    // Deep enough for any schema a person wrote; shallow enough that no text can exhaust the stack.
    private const int MaxDepth = 128;

    private static readonly JsonValue[] NoItems = [];
    private static readonly KeyValuePair<string, JsonValue>[] NoMembers = [];

    private JsonValue(JsonKind kind, SourcePosition at) => (Kind, At) = (kind, at);

    /// <summary>What the value is.</summary>
    public JsonKind Kind { get; }

    /// <summary>Where it begins.</summary>
    public SourcePosition At { get; }

    /// <summary>A string's characters or a number's digits; else empty.</summary>
    public string Text { get; private set; } = "";

    /// <summary>An array's values; else empty.</summary>
    public IReadOnlyList<JsonValue> Items { get; private set; } = NoItems;

    /// <summary>An object's members in the order written; else empty.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonValue>> Members { get; private set; } = NoMembers;

    /// <summary>An object's member of that name, or null.</summary>
    public JsonValue? this[string name]
    {
        get
        {
            foreach (var member in Members)
                if (member.Key == name) return member.Value;
            return null;
        }
    }

    /// <summary>Whether this is the literal <c>true</c>.</summary>
    public bool IsTrue => Kind == JsonKind.True;

    /// <summary>Reads one JSON value.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="file">The name that errors give it.</param>
    /// <exception cref="SchemaParseException">The text is not JSON, repeats a member's name, or is nested over 128 deep.</exception>
    public static JsonValue Parse(string text, string? file = null)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var start = utf8.Length >= 3 && utf8[0] == 0xEF && utf8[1] == 0xBB && utf8[2] == 0xBF ? 3 : 0;
        var reader = new Utf8JsonReader(utf8.AsSpan(start), new JsonReaderOptions { MaxDepth = MaxDepth });
        var lines = new LineIndex(utf8, start, file);
        try
        {
            if (!reader.Read()) throw new SchemaParseException(lines.At(0), "the text is empty; a schema is a JSON value.");
            var value = Read(ref reader, lines);
            if (reader.Read()) throw new SchemaParseException(lines.At(reader.TokenStartIndex), "more text follows the schema; remove it.");
            return value;
        }
        catch (JsonException e)
        {
            var at = new SourcePosition(file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            throw new SchemaParseException(at, $"this is not JSON: {WithoutPlace(e.Message)}", e);
        }
    }

    /// <summary>The value as JSON on one line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Print(text);
        return text.ToString();
    }

    /// <summary>Appends a string as JSON: quoted, with what must be escaped escaped, and all that some language takes for the end of a
    /// line, so that the text stays on one line wherever it is put.</summary>
    public static void PrintString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case < ' ' or (>= '\u007f' and < '\u00a0') or '\u2028' or '\u2029': text.Append("\\u").Append(((int)c).ToString("x4", null)); break;
                default: text.Append(c); break;
            }
        }
        text.Append('"');
    }

    internal void Print(StringBuilder text)
    {
        switch (Kind)
        {
            case JsonKind.Null: text.Append("null"); break;
            case JsonKind.True: text.Append("true"); break;
            case JsonKind.False: text.Append("false"); break;
            case JsonKind.Number: text.Append(Text); break;
            case JsonKind.String: PrintString(text, Text); break;
            case JsonKind.Array:
                text.Append('[');
                for (var i = 0; i < Items.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    Items[i].Print(text);
                }
                text.Append(']');
                break;
            default:
                text.Append('{');
                for (var i = 0; i < Members.Count; i++)
                {
                    if (i > 0) text.Append(',');
                    PrintString(text, Members[i].Key);
                    text.Append(':');
                    Members[i].Value.Print(text);
                }
                text.Append('}');
                break;
        }
    }

    private static JsonValue Read(ref Utf8JsonReader reader, LineIndex lines)
    {
        var at = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return new JsonValue(JsonKind.Null, at);
            case JsonTokenType.True: return new JsonValue(JsonKind.True, at);
            case JsonTokenType.False: return new JsonValue(JsonKind.False, at);
            case JsonTokenType.Number: return new JsonValue(JsonKind.Number, at) { Text = Encoding.UTF8.GetString(reader.ValueSpan.ToArray()) };
            case JsonTokenType.String: return new JsonValue(JsonKind.String, at) { Text = StringOf(ref reader, at) };
            case JsonTokenType.StartArray:
                var items = new List<JsonValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Read(ref reader, lines));
                return new JsonValue(JsonKind.Array, at) { Items = items };
            default:
                var members = new List<KeyValuePair<string, JsonValue>>();
                var names = new HashSet<string>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var nameAt = lines.At(reader.TokenStartIndex);
                    var name = StringOf(ref reader, nameAt);
                    if (!names.Add(name)) throw new SchemaParseException(nameAt, $"the member \"{name}\" is written twice; keep one.");
                    reader.Read();
                    members.Add(new KeyValuePair<string, JsonValue>(name, Read(ref reader, lines)));
                }
                return new JsonValue(JsonKind.Object, at) { Members = members };
        }
    }

    // A lone surrogate such as "\ud800" is JSON, but no text: the reader says so with an InvalidOperationException.
    private static string StringOf(ref Utf8JsonReader reader, SourcePosition at)
    {
        try
        {
            return reader.GetString()!;     // a String or PropertyName token is never null
        }
        catch (InvalidOperationException e)
        {
            throw new SchemaParseException(at, "this string is not valid Unicode; escape whole surrogate pairs.", e);
        }
    }

    private static string WithoutPlace(string message)
    {
        var place = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? message : message.Substring(0, place);
    }

    /// <summary>Byte offset → line and column.</summary>
    private sealed class LineIndex
    {
        private readonly List<int> _starts = [0];
        private readonly string? _file;

        public LineIndex(byte[] utf8, int start, string? file)
        {
            _file = file;
            for (var i = start; i < utf8.Length; i++)
                if (utf8[i] == (byte)'\n') _starts.Add(i - start + 1);
        }

        public SourcePosition At(long offset)
        {
            var line = _starts.BinarySearch((int)offset);
            if (line < 0) line = ~line - 1;
            return new SourcePosition(_file, line + 1, (int)offset - _starts[line] + 1);
        }
    }
}
