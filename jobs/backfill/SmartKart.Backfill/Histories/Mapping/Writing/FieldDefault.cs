using System.Text.Json;
using SmartKart.Schemas;

namespace SmartKart.Backfill.Histories.Mapping.Writing;

/// <summary>What the contract puts where a row has no value.</summary>
internal static class FieldDefault
{
    /// <summary>Writes a field's default; null where the contract has none.</summary>
    public static DefaultWriter? WriterOf(RecordField field) =>
        field.Default is { } json ? new DefaultWriter(field.Schema, GenericJsonReader.Parse(field.Schema, Text(json))) : null;

    private static string Text(JsonValue json) => json.Kind switch
    {
        JsonKind.String => JsonSerializer.Serialize(json.Text),
        JsonKind.Number => json.Text,
        JsonKind.True => "true",
        JsonKind.False => "false",
        JsonKind.Array => $"[{string.Join(", ", json.Items.Select(Text))}]",
        JsonKind.Object => $"{{{string.Join(", ", json.Members.Select(member => $"{JsonSerializer.Serialize(member.Key)}: {Text(member.Value)}"))}}}",
        _ => "null",
    };
}
