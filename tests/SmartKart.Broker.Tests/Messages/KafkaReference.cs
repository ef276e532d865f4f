using System.Globalization;
using System.Text.Json;

namespace SmartKart.Broker.Tests.Messages;

/// <summary>Apache Kafka's own layouts, from the reference facts that lie beside the working copy.</summary>
internal static class KafkaReference
{
    private static readonly string File = Path.GetFullPath(Path.Combine(Repository.Root, "../shared/reference/kafka-messages.json"));

    /// <summary>Every message by name; skips the test where the reference is absent.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Messages()
    {
        if (!System.IO.File.Exists(File))
            Assert.Skip("shared/reference/kafka-messages.json, beside the working copy, is missing.");
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
        return document.RootElement.Clone().EnumerateArray().ToDictionary(message => Text(message, "name")!);
    }

    /// <summary>A message's fields in the order of the wire: tagged ones last, by tag.</summary>
    public static IEnumerable<LayoutField> Fields(JsonElement message)
    {
        var structs = message.TryGetProperty("structs", out var shared)
            ? shared.EnumerateArray().ToDictionary(item => Text(item, "name")!, item => item.GetProperty("fields"))
            : [];
        return Fields(message.GetProperty("fields"), structs, "");
    }

    public static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) ? value.ToString() : null;

    private static IEnumerable<LayoutField> Fields(JsonElement fields, Dictionary<string, JsonElement> structs, string path)
    {
        foreach (var field in fields.EnumerateArray().OrderBy(field => Tag(field) ?? -1))
        {
            var type = Text(field, "type")!;
            var item = type.TrimStart('[', ']');
            var inner = field.TryGetProperty("fields", out var own) ? own : structs.GetValueOrDefault(item);
            var isStruct = inner.ValueKind == JsonValueKind.Array;
            var name = path + Capital(Text(field, "name")!);
            var shape = isStruct ? type.Replace(item, "struct", StringComparison.Ordinal) : type;
            yield return new LayoutField(
                name, shape, Text(field, "versions")!, Nullable(field), Tag(field), Default(field, shape),
                Text(field, "flexibleVersions") != "none");
            if (!isStruct)
                continue;
            foreach (var nested in Fields(inner, structs, name + "."))
                yield return nested;
        }
    }

    // Where Kafka lets a field be null from before it exists, the field's first version counts.
    private static string Nullable(JsonElement field)
    {
        var (versions, nullable) = (Text(field, "versions")!, Text(field, "nullableVersions"));
        return nullable is null ? "none" : First(nullable) < First(versions) ? versions : nullable;
    }

    private static int First(string versions) => int.Parse(versions.Split('-', '+')[0], CultureInfo.InvariantCulture);

    private static int? Tag(JsonElement field) => field.TryGetProperty("tag", out var tag) ? tag.GetInt32() : null;

    // Some fields of Kafka begin with a small letter; ours do not.
    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string Default(JsonElement field, string type) => (Text(field, "default"), type) switch
    {
        ("null", _) => "null",
        (_, "records") => "null",
        (_, "bytes") or (_, ['[', ..]) => "0 items",
        (_, "struct") => "{}",
        (var text, "string") => $"'{text}'",
        (var text, "bool") => text is null ? "false" : text.ToLowerInvariant(),
        (null, "uuid") => $"{Guid.Empty}",
        (null, _) => "0",
        (['0', 'x', .. var hex], _) => $"{long.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}",
        (var text, _) => text,
    };
}
