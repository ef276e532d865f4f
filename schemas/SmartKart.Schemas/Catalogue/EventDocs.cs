using System.Globalization;
using System.Text;

namespace SmartKart.Schemas.Catalogue;

/// <summary>Writes <c>docs/events.md</c>: the catalogue and the schemas as one page for people. The same input gives the same text.</summary>
public sealed class EventDocs
{
    private const string Opening = """
        <!-- Made by `./smartkart topics docs` from schemas/topics.yaml and schemas/events/. Change those, then run it again. -->
        # Events

        What the shop's services, the streams, the jobs and serving tell each other: one topic for each kind of event, one
        Avro record for each topic. Keys are UTF-8 text; values are Confluent's wire format (`0x00`, the schema's id in 4
        bytes, big-endian, then Avro binary).

        ## Rules that hold for every event

        - **Identity.** `event_id` is a UUID. A producer that sends an event again sends the same id.
        - **Time.** `occurred_at` is when the thing happened, not when it was sent: microseconds since 1970-01-01 UTC.
        - **Ids** are strings, and mean nothing inside, but for one thing: a `user_id` that starts with `anon:` is a visitor who
          is not signed in. The topic's key is one of the fields; what shares a key stays in order.
        - **Money** is a decimal of 18 digits, 4 of them after the point, with a `currency` (ISO 4217) beside it, or in the
          event that holds its record. Four places carry every currency's smallest unit (at most 4 in ISO 4217) and unit
          prices below it; 18 digits fit a 64-bit integer, so no arithmetic needs more. A source that has no prices writes the
          currency `XXX` (ISO 4217's "no currency") and 0.
        - **Optional** fields are null where there is nothing to say: null is never a zero, an empty text or a guess.
        - **Enums** may grow. A reader takes a symbol that it does not know for `unknown`, and a producer writes `unknown`
          where it cannot say.
        - **Sense.** What a contract asks of values beyond their types stands in its schema: `minLength` and `maxLength` in
          characters (ids have 1 to 256), `minimum`, `nonZero`, `sumOf`, `"format": "currency"`. And an event happened in 1970 or
          later, at most a minute after its record was appended: the topics have `message.timestamp.type=LogAppendTime`, so that
          every reader decides alike, however late it reads. What breaks a rule goes to `dead_letters`, with its cause.
        - **Personal data** is marked 👤 here, and `"pii": true` in the schema: a value that singles a person, a household or a
          device out (ids of users, visits and devices, network addresses, card fingerprints, hashes of addresses), that a person
          wrote (queries, reviews), or that may quote either (a dead letter's bytes). Hashing makes a value a pseudonym, not
          anonymous. What names a deal or a thing (an order, a cart, a payment, a product) is not marked.
        """;

    private readonly TopicCatalog _catalog;
    private readonly EventSchemas _schemas;
    private readonly StringBuilder _page = new();

    private EventDocs(TopicCatalog catalog, EventSchemas schemas) => (_catalog, _schemas) = (catalog, schemas);

    /// <summary>The page, in GitHub's Markdown, lines ended by <c>\n</c>.</summary>
    /// <exception cref="TopicCatalogException">A topic has no schema.</exception>
    public static string Write(TopicCatalog catalog, EventSchemas schemas) => new EventDocs(catalog, schemas).Page();

    private string Page()
    {
        Paragraph(Opening.ReplaceLineEndings("\n"));
        Contents();
        foreach (var topic in _catalog.All) Event(topic);
        Paragraph("## Shared types", "Types that more than one event refers to by name; each has a file in `schemas/events/types/`.");
        foreach (var type in _schemas.Shared) NamedType(type);
        return _page.ToString().TrimEnd('\n') + "\n";
    }

    private void Contents()
    {
        Paragraph("## Topics");
        Row("topic", "carries", "key", "partitions", "kept", "written by");
        Row("---", "---", "---", "---:", "---", "---");
        foreach (var topic in _catalog.All)
            Row($"[{topic.Name}](#{topic.Name})", topic.Doc, $"`{topic.Key}`", topic.Partitions.ToString(CultureInfo.InvariantCulture), topic.KeptText, topic.Producer);
        Paragraph("");
        Paragraph("Shared types: " + string.Join(", ", _schemas.Shared.Select(Link)) + ".");
    }

    private void Event(Topic topic)
    {
        var record = _schemas.Of(topic);
        Paragraph(
            $"## {topic.Name}",
            record.Doc ?? "",
            $"Record `{record.FullName}` · key `{topic.Key}` · {topic.Partitions} partitions · kept: {topic.KeptText} (`cleanup.policy={topic.CleanupText}`) · written by {topic.Producer}");
        Fields(record);
        foreach (var type in DefinedIn(record)) NamedType(type);
    }

    private void NamedType(NamedSchema type)
    {
        Paragraph($"### {type.Name.Name}", type.Doc ?? "");
        if (type is EnumSchema symbols)
            Paragraph("One of " + string.Join(", ", symbols.Symbols.Select(symbol => $"`{symbol}`")) + (symbols.Default is { } other ? $"; a symbol not known is read as `{other}`." : "."));
        else if (type is RecordSchema record)
            Fields(record);
    }

    private void Fields(RecordSchema record)
    {
        Row("field", "type", "", "meaning");
        Row("---", "---", "---", "---");
        foreach (var field in record.Fields)
            Row($"`{field.Name}`", TypeOf(field), field.IsPersonal() ? "👤" : "", field.Doc ?? "");
        Paragraph("");
    }

    private static string TypeOf(RecordField field) => field.Default switch
    {
        null or { Kind: JsonKind.Null } => TypeText.Of(field.Schema, Link),
        { Kind: JsonKind.String } text => $"{TypeText.Of(field.Schema, Link)}, default `{text.Text}`",
        var other => $"{TypeText.Of(field.Schema, Link)}, default `{other}`",
    };

    private static string Link(NamedSchema type) => $"[{type.Name.Name}](#{type.Name.Name.ToLowerInvariant()})";

    /// <summary>The named types written in the record's own file, in the order a reader of its fields meets them.</summary>
    private static List<NamedSchema> DefinedIn(RecordSchema record)
    {
        var found = new List<NamedSchema>();        // the record itself comes first
        void Visit(AvroSchema schema)
        {
            if (schema is NamedSchema named)
            {
                if (named.At.File != record.At.File || found.Contains(named)) return;
                found.Add(named);
            }
            if (schema is RecordSchema inner)
                foreach (var field in inner.Fields) Visit(field.Schema);
            else if (schema is ArraySchema array)
                Visit(array.Items);
            else if (schema is MapSchema map)
                Visit(map.Values);
            else if (schema is UnionSchema union)
                foreach (var branch in union.Branches) Visit(branch);
        }
        Visit(record);
        return found[1..];
    }

    private void Paragraph(params ReadOnlySpan<string> paragraphs)
    {
        foreach (var paragraph in paragraphs)
            _page.Append(paragraph).Append(paragraph.Length == 0 ? "\n" : "\n\n");
    }

    // A bar would end the cell, and a line break the row.
    private void Row(params ReadOnlySpan<string> cells)
    {
        foreach (var cell in cells)
            _page.Append("| ").Append(cell.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ")).Append(' ');
        _page.Append("|\n");
    }
}
